import { temporaryFolder } from "toolkit/tests/temporaryFolder";

/** The manifest of the small kit's hidden tests, as a teacher writes it. */
export const HIDDEN = {
  lab: "sum",
  parts: [{ part: 3, title: "Odd cases" }],
  tests: [
    {
      name: "TestNegative",
      part: 3,
      points: 5,
      description: "adds negative numbers",
      hint: "Numbers may be negative.",
      seeds: 3,
    },
  ],
};

const SPEC = `import { simulate } from "../../sum/harness";
import type { Adder } from "../../sum/client";
import { BELOW } from "./numbers";

simulate("TestNegative", {}, async (sim) => {
  const numbers = [sim.random("numbers").int(100) - BELOW, 7];
  const got = await sim.host("client").construct<Adder>("./client", "Adder").sum(numbers);
  const expected = numbers.reduce((a, b) => a + b, 0);
  if (got !== expected) sim.fail("the words of the hidden test", { expected, got });
});
`;

/** A teacher's folder with hidden tests of the small kit's lab, far from the kit. Returns its path. */
export function hiddenFolder({
  manifest = HIDDEN,
  spec = SPEC,
}: {
  /** What hidden.json holds; a text is written as it is. */
  manifest?: unknown;
  spec?: string;
} = {}): string {
  return temporaryFolder({
    "sum/hidden.json": typeof manifest === "string" ? manifest : JSON.stringify(manifest),
    "sum/surprise.test.ts": spec,
    "sum/numbers.ts": "export const BELOW = 1_000;\n",
  });
}
