import { expect } from "chai";
import { slipsIn } from "./slipsIn";

const GIVEN = `class Server {
  count = 0; readonly bound = (): void => { this.count += 1; };
  run(): void { this.count += 1; }
  later(): void { [1].forEach(() => { this.count += 1; }); }
  free(): void { void 1; }
  kept(): void { this.count += 1; }
  static all(): void { void this; }
  constructor() { this.kept = this.kept.bind(this); }
} const server = new Server();`;
const LINES = GIVEN.split("\n").length;

describe("unboundMethods", function () {
  this.timeout(60_000);

  it("are found where a method that needs its object is handed on alone", () => {
    const body = [
      "setTimeout(server.run, 10);",
      "list.forEach(server.later);",
      "new Promise(server.run!).catch(() => 0);",
    ];
    const at = body.map((_, i) => i + LINES + 1);
    expect(slipsIn("this", [GIVEN, ...body])).to.deep.equal({ lines: at, others: [] });
  });

  it("are none where the method is bound, needs nothing, or its object is handed on as well", () => {
    const body = [
      "setTimeout(() => { server.run(); }, 10);",
      "setTimeout(server.run.bind(server), 10);",
      "setTimeout(server.bound, 10);",
      "setTimeout(server.free, 10);",
      "setTimeout(server.kept, 10);",
      "setTimeout(Server.all, 10);",
      "class Other extends Server { go(): void { list.forEach(this.run, this); Reflect.apply(this.run, this, []); } } void Other;",
    ];
    expect(slipsIn("this", [GIVEN, ...body])).to.deep.equal({ lines: [], others: [] });
  });
});
