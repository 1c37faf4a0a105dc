import { expect } from "chai";
import { slipsIn } from "./slipsIn";

const GIVEN =
  "interface Id { client: string } const id = anything as Id; const held = new Map<object, string>(); const ids: Id[] = []; const pairs = anything as [number, number][];";

describe("objectsLookedUp", function () {
  this.timeout(60_000);

  it("are found where an object that was just made is looked for, or one is in all places", () => {
    const body = [
      'void held.get({ client: "a" });',
      "void held.has([1, 2]);",
      "held.delete({ ...id } as Id);",
      'void ids.includes({ client: "a" });',
      "void pairs.indexOf([1, 2]);",
      "const queues: string[][] = new Array<string[]>(3).fill([]); void queues;",
      "const maps = Array.from({ length: 3 }, () => map); maps.fill(new Map());",
    ];
    const at = body.map((_, i) => i + 2);
    expect(slipsIn("object", [GIVEN, ...body])).to.deep.equal({ lines: at, others: [] });
  });

  it("are none where the object is known, or another one comes in its place", () => {
    const body = [
      'void held.get(id); held.set({ client: "a" }, "");',
      "void ids.includes(id);",
      'void map.get("a");',
      "const queues = new Array<string[]>(3).fill([]).map(() => [] as string[]); void queues;",
      "const zeros = new Array<number>(3).fill(0); void zeros;",
      'const own = { get: (one: object) => one }; void own.get({ client: "a" });',
    ];
    expect(slipsIn("object", [GIVEN, ...body])).to.deep.equal({ lines: [], others: [] });
  });
});
