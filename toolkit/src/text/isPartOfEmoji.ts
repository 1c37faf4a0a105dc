const JOINER = "\u200d";
const KEY_CAP = "\u20e3";
const PICTOGRAPH = /^\p{Extended_Pictographic}/u;
/** Ends with a pictograph; a joiner may follow a look or a colour of skin as well. */
const AFTER_PICTOGRAPH = /\p{Extended_Pictographic}$/u;
const AFTER_EMOJI = /\p{Extended_Pictographic}[\ufe0e\ufe0f]?\p{Emoji_Modifier}?$/u;
const AFTER_KEY = /[0-9#*]$/;

/** Longest that matters before a character: a pictograph, a look and a colour of skin. */
const BEFORE = 5;

/**
 * Whether a character that cannot be seen by itself makes an emoji of its neighbours: a joiner between two pictographs,
 * or what chooses the look of one.
 */
export function isPartOfEmoji(character: string, text: string, at: number): boolean {
  if (character === JOINER)
    return (
      PICTOGRAPH.test(text.slice(at + 1, at + 3)) &&
      AFTER_EMOJI.test(text.slice(Math.max(0, at - BEFORE), at))
    );
  if (character !== "\ufe0e" && character !== "\ufe0f") return false;
  const before = text.slice(Math.max(0, at - 2), at);
  return AFTER_PICTOGRAPH.test(before) || (AFTER_KEY.test(before) && text.startsWith(KEY_CAP, at + 1));
}
