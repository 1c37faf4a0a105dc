import { addTextToHash, hashOfParts } from "../../fingerprint/hashOfFiles";
import type { LabParts } from "./labParts";

/**
 * For each test of a lab, a text that changes when the test may come to something else: with the test itself, with what
 * the tests share, and with the kit.
 *
 * @param kit see kitFingerprint
 */
export function testFingerprints({ shared, tests }: LabParts, kit: string): ReadonlyMap<string, string> {
  return new Map(
    [...tests].map(([test, own]) => [
      test,
      hashOfParts((hash) => {
        addTextToHash(hash, "kit", kit);
        addTextToHash(hash, "shared", shared);
        addTextToHash(hash, "own", own);
      }),
    ]),
  );
}
