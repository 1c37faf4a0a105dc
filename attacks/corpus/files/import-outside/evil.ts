import { escaped } from "./probe";
import { CANARY_FILE, KIT } from "./target";

export function attack() {
  const up = "../".repeat(12);
  for (const name of ["../../guard/secret.txt", "./../../guard/secret", `.${CANARY_FILE}`, `${up}${CANARY_FILE}`, `./${up}${KIT}/solutions/lab1/client`, "./\0/../../../guard/secret", "./..\\..\\guard\\secret", "./%2e%2e/guard/secret"]) {
    let got;
    try {
      got = require(name);
    } catch {
      continue;
    }
    if (got !== undefined) escaped(`a file outside was imported as ${name}`);
  }
}
