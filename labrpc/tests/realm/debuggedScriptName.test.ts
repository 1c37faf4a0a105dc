import { expect } from "chai";
import { debuggedScriptFile, debuggedScriptName } from "../../src/realm/border/debuggedScriptName";

describe("a script of one host", () => {
  for (const file of ["/kit/lab1/server.ts", "/kit/odd.ts@home/lab1/server.ts", "C:\\kit\\lab1\\server.ts"])
    for (const host of ["server-0", "clerk-ä/1", "a.ts"])
      it(`is of ${file}, on ${host}`, () => {
        const name = debuggedScriptName(file, host);
        expect(name.startsWith(`${file}@`)).to.equal(true);
        expect(debuggedScriptFile(name)).to.equal(file);
        expect(debuggedScriptFile(file)).to.equal(file);
      });
});
