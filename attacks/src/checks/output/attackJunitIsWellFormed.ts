import { XMLValidator } from "fast-xml-parser";
import type { EvidenceCheck } from "../AttackEvidence";
import { ATTACK_OUTPUTS } from "../attackGradeArguments";
import { uncleanAttackCharacters } from "./uncleanAttackCharacters";

/** The XML can be read by a strict parser: its tags fit, and it has no characters or references that XML does not have. */
export const attackJunitIsWellFormed: EvidenceCheck = ({ files }) => {
  const name = ATTACK_OUTPUTS["junit"] ?? "";
  const text = files.get(name);
  if (text === undefined) return [];
  const valid = XMLValidator.validate(text);
  const wrong = valid === true ? wrongAttackXmlReference(text) : valid.err.msg;
  const character = uncleanAttackCharacters(text);
  return [
    ...(wrong === undefined ? [] : [`${name} is not well-formed: ${wrong}`]),
    ...(character === undefined ? [] : [`${name} holds ${character}`]),
  ];
};

/** The validator takes any reference. XML knows five names, and numbers of characters that may stand in it. */
function wrongAttackXmlReference(text: string): string | undefined {
  for (const [all, body = ""] of text.matchAll(/&([^;\s<]{0,12};?)/g)) {
    const [, hex, decimal] = /^#(?:x([\da-fA-F]+)|(\d+));$/.exec(body) ?? [];
    const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
    const isNamed = /^(amp|lt|gt|quot|apos);$/.test(body);
    const isCharacter =
      [9, 10, 13].includes(code) || (code >= 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff));
    if (!isNamed && !isCharacter) return `the reference ${JSON.stringify(all)}`;
  }
  return undefined;
}
