/** A word that attacks on reports put into each line they write, so that the checks know whose line it is. */
export const ATTACK_POISON = "POISON";
