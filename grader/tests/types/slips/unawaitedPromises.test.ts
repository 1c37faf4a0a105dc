import { expect } from "chai";
import { join } from "node:path";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { readLab } from "toolkit/labs/readLab";
import { checkTypes } from "../../../src/types/checkTypes";
import { slipsIn } from "./slipsIn";

const found = (body: readonly string[]): ReturnType<typeof slipsIn> => slipsIn("await", body);

describe("unawaitedPromises", function () {
  this.timeout(60_000);

  it("are found wherever a statement is one", () => {
    const body = [
      "sleep(10);",
      "(sleep(10));",
      'servers[0]!.call("get", { key: "k" } as never);',
      "sleep(1).then(() => sleep(2));",
      "maybe && sleep(1);",
      "maybe ? sleep(1) : 0;",
      "servers.map((server) => server.call('get', { key: 'k' } as never));",
      "servers.forEach(async (server) => { await server.call('get', { key: 'k' } as never); });",
      "sleep(1).finally(() => undefined);",
      "setTimeout(() => { sleep(3); }, 1);",
      "Promise.all([sleep(1)]);",
      "void list.filter(async (one) => { await sleep(1); return one === ''; });",
      "void list.some(async () => { await sleep(1); return true; });",
    ];
    expect(found(body)).to.deep.equal({ lines: body.map((_, i) => i + 1), others: [] });
  });

  it("are found where they are returned past a catch or a finally that would wait", () => {
    const body = [
      "async function a() { try { return sleep(1); } catch { return 0; } }",
      "async function b() { for (;;) { try { if (maybe) { return maybe ? sleep(1) : 0; } } catch { continue; } } }",
      "async function c() { try { return sleep(1); } finally { list.pop(); } }",
      "async function d() { try { list.pop(); } catch { return sleep(1); } finally { list.pop(); } }",
      "function e() { try { return sleep(1); } catch { return 0; } }",
    ];
    expect(found(body)).to.deep.equal({ lines: body.map((_, i) => i + 1), others: [] });
  });

  it("are none where nothing around a return would wait", () => {
    const body = [
      "async function a() { try { return await sleep(1); } catch { return 0; } }",
      "async function b() { try { list.pop(); } catch { return sleep(1); } return sleep(2); }",
      "async function c() { try { await Promise.all(list.map(() => { return sleep(1); })); } catch { return; } }",
      "async function d() { try { return sleep(1).catch(() => 0); } catch { return 0; } }",
      "function f() { try { return [sleep(1)]; } catch { return []; } }",
      "function e() { try { return list.pop(); } finally { return sleep(1); } }",
    ];
    expect(found(body)).to.deep.equal({ lines: [], others: [] });
  });

  it("are none where somebody waits, catches, or says that nobody has to", () => {
    const body = [
      "await sleep(10);",
      "void sleep(10);",
      "sleep(1).catch(() => undefined);",
      "sleep(1).then(() => 1, () => 2);",
      "sleep(1).catch(() => undefined).finally(() => undefined);",
      "const later = sleep(1);",
      "let last = sleep(1); last = sleep(2);",
      "await Promise.all([later, last]);",
      "servers.forEach((server) => { void server; });",
      "anything.call(); anything;",
      "maybe && (await sleep(1));",
      "setTimeout(() => sleep(3), 1);",
      "await Promise.all(list.map(async () => { await sleep(1); }));",
      "void list.filter((one) => one === '');",
      "const own = { find: (search: () => Promise<void>) => search() }; await own.find(() => sleep(1));",
    ];
    expect(found(body)).to.deep.equal({ lines: [], others: [] });
  });

  for (const { name, manifest, folder } of ["lab1", "lab2", "lab3", "lab4", "lab5"].map((one) =>
    readLab(KIT_ROOT, one),
  ))
    it(`are none in ${name}'s solution`, () => {
      const submission = join(KIT_ROOT, "solutions", name);
      const { errors } = checkTypes({
        lab: name,
        labFolder: folder,
        submission,
        student: manifest.student,
        given: manifest.given,
      });
      expect(errors).to.deep.equal([]);
    });
});
