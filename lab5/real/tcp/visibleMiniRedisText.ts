/**
 * A text with its control characters written out, as "\u001b". Anybody can store a value; it may not move the cursor
 * or change the colours of those who look at it.
 */
export function visibleMiniRedisText(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );
}
