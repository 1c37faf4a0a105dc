import { readableEvidence, type EvidenceCheck } from "./AttackEvidence";

/** Nothing that is kept from students stands in anything they read, plain or in one of the usual codes; and nobody says that the border is broken. */
export const attackLeakedNothing: EvidenceCheck = (evidence, { canaries, word }) => {
  const texts = readableEvidence(evidence);
  const leaks = canaries.flatMap(({ what, text }) => {
    const where = texts.filter(([, all]) => codesOfCanary(text).some((code) => all.includes(code)));
    return where.length === 0 ? [] : [`${what} is in ${where.map(([name]) => name).join(", ")}`];
  });
  const said = new RegExp(`${word}: ([^"\\n]{0,120})`);
  const escape = texts.map(([, all]) => said.exec(all)).find((match) => match !== null);
  return [...new Set(leaks), ...(escape === undefined ? [] : [`escaped: ${escape[1] ?? ""}`])];
};

/** The text as it is, in hexadecimal, and in base64 wherever it begins in what was encoded. */
function codesOfCanary(text: string): string[] {
  const bytes = Buffer.from(text);
  const base64 = [0, 1, 2].map((before) => {
    const code = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    // The first and last characters belong to the neighbours as well.
    return code.slice(before === 0 ? 0 : before + 1, -1);
  });
  return [text, bytes.toString("hex"), ...base64];
}
