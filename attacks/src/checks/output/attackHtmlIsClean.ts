import type { EvidenceCheck } from "../AttackEvidence";
import { ATTACK_POISON } from "./ATTACK_POISON";
import { uncleanAttackCharacters } from "./uncleanAttackCharacters";

const TAG = new RegExp(
  `<(img|b|svg|iframe|a) [^<>]*${ATTACK_POISON}|<script>${ATTACK_POISON}|<style>${ATTACK_POISON}`,
  "i",
);

/** No text of a student's becomes a tag of a page. */
export const attackHtmlIsClean: EvidenceCheck = ({ files }) =>
  [...files]
    .filter(([name]) => name.endsWith(".html"))
    .flatMap(([name, text]) => {
      // In a script's own text a tag is none; a text that ends the script early is found after it.
      const tag = TAG.exec(text.replace(/<script\b[^>]*>[^]*?<\/script\s*>/gi, ""));
      const character = uncleanAttackCharacters(text);
      return [
        ...(tag === null
          ? []
          : [`${name} takes a student's text for a tag: ${JSON.stringify(tag[0].slice(0, 60))}`]),
        ...(character === undefined ? [] : [`${name} holds ${character}`]),
      ];
    });
