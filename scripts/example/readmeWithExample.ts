const PLACE = /(<!-- example: [^\n]*-->\n)[^]*?(<!-- \/example -->)/;

/** The README with these lines of terminal as its example. Throws when its place is missing. */
export function readmeWithExample(readme: string, terminal: string): string {
  if (!PLACE.test(readme))
    throw new Error("expected <!-- example: … --> and <!-- /example --> in README.md, got none");
  return readme.replace(
    PLACE,
    (_, open: string, close: string) => `${open}\n\`\`\`\n${terminal}\n\`\`\`\n\n${close}`,
  );
}
