/** The name of the error with which a run ends when the process that its student code ran in is gone. */
export const REALM_LOST = "RealmLostError";
