/**
 * The text of a file that people write by hand. Windows PowerShell writes UTF-16 when it redirects, and some editors
 * begin a file with a byte order mark; the mark is left out.
 */
export function decodeText(bytes: Uint8Array): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(utf16 ? "utf-16le" : "utf-8").decode(bytes);
}
