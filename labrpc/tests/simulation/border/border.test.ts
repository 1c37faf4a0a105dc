import { expect } from "chai";
import { guardedBridge } from "../../../src/realm/border/guardedBridge";
import { Border } from "../../../src/simulation/border/Border";

type Take = (value?: unknown) => unknown;

/** Both sides of a border, with functions of the kit's behind it. */
function border(functions: Record<string, Take>): {
  inside: Record<string, Take>;
  checked: Record<string, Take>;
  border: Border;
} {
  const made = new Border();
  const checked = made.checked<Record<string, Take>>(Object.keys(functions), () => functions);
  const inside = guardedBridge(checked, { failure: made.failure, demandRoom: () => undefined });
  return { inside, checked, border: made };
}

const OBJECTS: Record<string, unknown> = {
  object: {},
  list: [],
  null: null,
  function: () => 1,
  symbol: Symbol("x"),
  bigint: 1n,
  proxy: new Proxy({}, {}),
};

describe("the border of a realm", () => {
  for (const [name, value] of Object.entries(OBJECTS)) {
    it(`lets no ${name} across, on either side`, () => {
      let seen = 0;
      const { inside, checked, border: crossed } = border({ take: () => (seen += 1) });
      for (const side of [inside, checked])
        expect(() => side["take"]?.(value)).to.throw(TypeError, "take: expected a string or a number");
      expect(seen).to.equal(0);
      expect(crossed.breaks).to.equal(0);
    });
  }

  it("lets texts, numbers, booleans and undefined across", () => {
    const { inside } = border({ give: (value) => value });
    for (const value of ["", "x", 0, NaN, true, false, undefined])
      expect(inside["give"]?.(value)).to.deep.equal(value);
  });

  it("gives errors of the kit as errors of its own, with their words", () => {
    class Foreign extends Error {}
    const thrown = new Foreign("no such algorithm");
    const { inside, border: crossed } = border({
      fail: () => {
        throw thrown;
      },
    });
    expect(() => inside["fail"]?.())
      .to.throw(Error, "no such algorithm")
      .that.does.not.equal(thrown);
    expect(crossed.breaks).to.equal(0);
  });

  it("is broken when the stack was full in the middle of a crossing", () => {
    const deep = (): unknown => deep();
    const { inside, border: crossed } = border({ deep });
    expect(() => inside["deep"]?.()).to.throw("Maximum call stack size exceeded");
    expect(crossed.breaks).to.equal(1);
  });
});
