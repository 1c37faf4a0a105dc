import { expect } from "chai";
import { slipsIn } from "./slipsIn";

describe("listsChangedInLoops", function () {
  this.timeout(60_000);

  it("are found where the loop goes past an item", () => {
    const body = [
      'for (const one of list) if (one === "") list.splice(list.indexOf(one), 1);',
      "for (const [i] of list.entries()) list.splice(i, 1);",
      "for (const one of list) { void one; list.shift(); }",
      "for (let i = 0; i < list.length; i++) { if (maybe) list.splice(i, 1); }",
      "list.forEach((one, i) => { if (maybe) { list.splice(i, 1); return; } void one; });",
      "const held = { own: list }; for (const one of held.own) if (maybe) held.own.splice(held.own.indexOf(one), 1);",
      "for (const one of list) { if (maybe) return; list.splice(list.indexOf(one), 1); }",
    ];
    expect(slipsIn("loop", body)).to.deep.equal({ lines: body.map((_, i) => i + 1), others: [] });
  });

  it("are none where it is left, its index set back, or another list is changed", () => {
    const body = [
      "for (const one of list) if (maybe) { list.splice(list.indexOf(one), 1); break; }",
      "for (const one of list) { if (maybe) { list.splice(list.indexOf(one), 1); } return; }",
      "for (const one of [...list]) list.splice(list.indexOf(one), 1);",
      "const other: string[] = []; for (const one of list) other.splice(0, 1, one);",
      "for (let i = 0; i < list.length; i++) if (maybe) list.splice(i--, 1);",
      "for (let i = list.length - 1; i >= 0; i--) list.splice(i, 1);",
      "for (let i = 0; i < list.length; ) if (maybe) list.splice(i, 1); else i++;",
      "for (const one of list) setTimeout(() => list.splice(list.indexOf(one), 1), 1);",
      "for (const one of list) { list.splice(0, 0, one); break; }",
      "for (const [key] of map) map.delete(key);",
      "while (list.length > 0) list.shift();",
    ];
    expect(slipsIn("loop", body)).to.deep.equal({ lines: [], others: [] });
  });
});
