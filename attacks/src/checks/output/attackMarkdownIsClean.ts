import type { EvidenceCheck } from "../AttackEvidence";
import { ATTACK_POISON } from "./ATTACK_POISON";
import { uncleanAttackCharacters } from "./uncleanAttackCharacters";

/** Poison that has become markup: a block at the start of a line, a tag, a link, an image or a name that is called. */
const MARKUP = [
  new RegExp(`^\\s{0,3}(#{1,6}|[-*+]|\\d+[.)]|>|~{3,}|\`{3,}|\\||=+|-{3,}|:::?)\\s*${ATTACK_POISON}`),
  new RegExp(`(?<!\\\\)<[a-zA-Z!/][^>]*${ATTACK_POISON}`),
  new RegExp(`(?<!\\\\)\\[[^\\]]*${ATTACK_POISON}[^\\]]*(?<!\\\\)\\]\\(`),
  new RegExp(`(?<![\\w\\\\/])@${ATTACK_POISON}`),
  /^\s*::\s*[\w-]+.*::/,
  /##\[[\w-]+[\]\s]/,
];

/** No text of a student's becomes markup of the report, or steers who reads it. */
export const attackMarkdownIsClean: EvidenceCheck = ({ files }) =>
  [...files]
    .filter(([name]) => name.endsWith(".md"))
    .flatMap(([name, text]) => {
      const character = uncleanAttackCharacters(text);
      const bad = attackMarkdownOutsideFences(text).find((line) =>
        MARKUP.some((markup) => markup.test(attackMarkdownWithoutCode(line))),
      );
      return [
        ...(character === undefined ? [] : [`${name} holds ${character}`]),
        ...(bad === undefined
          ? []
          : [`${name} takes a student's text for markup: ${JSON.stringify(bad.slice(0, 80))}`]),
      ];
    });

/** Lines outside of fenced blocks, by CommonMark's rule; a block without an end reaches to the end. */
function attackMarkdownOutsideFences(text: string): string[] {
  let fence: string | undefined;
  return text.split("\n").filter((line) => {
    const [, mark, rest = ""] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    if (fence === undefined) {
      if (mark === undefined || (mark.startsWith("`") && rest.includes("`"))) return true;
      fence = mark;
      // A fence that a student has begun is itself what is looked for.
      return line.includes(ATTACK_POISON);
    }
    if (mark?.startsWith(fence) === true && rest.trim() === "") fence = undefined;
    return false;
  });
}

/** A line without its inline code. A mark behind a backslash begins none. */
function attackMarkdownWithoutCode(line: string): string {
  return line.replace(/\\[!-/:-@[-`{-~]|(`+)(?!`).*?(?<!`)\1(?!`)/g, (found) =>
    found.startsWith("\\") ? found : "",
  );
}
