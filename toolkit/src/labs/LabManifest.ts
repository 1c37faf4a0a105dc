import { z } from "zod";
import { testHint } from "./TestHint";

const count = z.int().min(1);
/** Part 0 comes before all others: what students understand of the contract. */
const partNumber = z.int().min(0);

const testSchema = z.strictObject({
  /** The course's name of the test; a mocha test of the lab has this title. */
  name: z.string().regex(/^Test\w+$/, 'expected a name such as "TestBasic"'),
  part: partNumber,
  points: z.int().min(0),
  description: z.string().min(1),
  /** What to think about when the test fails. */
  hint: testHint,
  /** How many seeds this test runs over, in place of the lab's number. */
  seeds: count.exactOptional(),
  /** Whether it gives points for the share of its seeds that pass. Default: the lab's. */
  partialCredit: z.boolean().exactOptional(),
  /** Left out of the quick check, since one seed takes a second or more. Default: false. */
  slow: z.boolean().exactOptional(),
  /** What it expects rests on who is how fast, so a strategy that decides this says nothing. Default: false. */
  timed: z.boolean().exactOptional(),
  /**
   * Whether it judges the student's scenarios. Its seeds are questions and not luck: there are always all of them, and
   * none is secret. Default: false.
   */
  scenarios: z.boolean().exactOptional(),
  /** What it checks is what tests of earlier parts rest on, so a report shows its failure before theirs. Default: false. */
  first: z.boolean().exactOptional(),
});

const partSchema = z.strictObject({
  part: partNumber,
  title: z.string().min(1),
  /** Its points are shown apart, and full marks do without them. Default: false. */
  optional: z.boolean().exactOptional(),
});

/** What `labN/lab.json` may hold. A teacher edits it without touching code. */
export const labManifest = z
  .strictObject({
    lab: z.string().regex(/^[\w-]+$/),
    title: z.string().min(1),
    /** Files that the student fills in, relative to the lab's folder. */
    student: z.array(z.string().min(1)).min(1),
    /** Files that the lab gives and student code may import. */
    given: z.array(z.string().min(1)),
    /** Those of the given files that tests rest on: a submission's own file of that name is not used. */
    fixed: z.array(z.string().min(1)).default([]),
    /** Each test runs over the seeds 1 to this number. */
    seeds: count,
    parts: z.array(partSchema).min(1),
    tests: z.array(testSchema).min(1),
    /** Whether tests give points for the share of their seeds that pass; else all or nothing. */
    partialCredit: z.boolean().default(false),
    /**
     * Seconds of processor time that one test may take over all its seeds; a second net under the simulation's own.
     * Not of the clock, in spite of its name: a busy machine takes nobody's points.
     */
    wallClockSeconds: z.number().positive().default(60),
    /** Seconds of processor time without any sign of life after which a test counts as stuck. */
    silenceSeconds: z.number().positive().default(5),
    /** How student code is kept apart when the lab is graded, where the command line does not say; see docs/isolation.md. */
    isolation: z.enum(["auto", "none", "process", "bubblewrap"]).default("auto"),
    /** Megabytes (2^20 bytes) of memory that the process of a test may hold. */
    memoryMb: z.number().min(128).default(512),
  })
  .superRefine(({ given, fixed, parts, tests }, context) => {
    fixed.forEach((file, index) => {
      if (given.includes(file)) return;
      const message = `expected a file that is named under given, got ${JSON.stringify(file)}`;
      context.addIssue({ code: "custom", path: ["fixed", index], message });
    });
    parts.forEach(({ part }, index) => {
      if (parts.findIndex((one) => one.part === part) === index) return;
      const message = `expected each part once, got ${String(part)} again`;
      context.addIssue({ code: "custom", path: ["parts", index, "part"], message });
    });
    checkManifestTests(tests, new Set(parts.map(({ part }) => part)), new Set(), context);
  });

export type LabManifest = z.infer<typeof labManifest>;
export type ManifestTest = LabManifest["tests"][number];

/** Whether a test's part is optional. */
export function isOptionalTest({ parts }: LabManifest, { part }: Pick<ManifestTest, "part">): boolean {
  return parts.some((one) => one.part === part && one.optional === true);
}

/** What the `hidden.json` of a lab's hidden tests may hold: tests and parts are written as in its lab.json. */
export function hiddenManifestOf({ lab, seeds, parts, tests }: LabManifest) {
  return z
    .strictObject({
      lab: z.literal(lab),
      /** Each test runs over the seeds 1 to this number. Default: the lab's. */
      seeds: count.default(seeds),
      /** Further parts. Default: none; tests may be in the lab's parts. */
      parts: z.array(partSchema).default([]),
      tests: z.array(testSchema).min(1),
    })
    .superRefine((hidden, context) => {
      const known = new Set(parts.map(({ part }) => part));
      hidden.parts.forEach(({ part }, index) => {
        if (known.has(part)) {
          const message = `expected a number that ${lab}/lab.json does not use (${[...known].join(", ")}), got ${String(part)}`;
          context.addIssue({ code: "custom", path: ["parts", index, "part"], message });
        }
        known.add(part);
      });
      checkManifestTests(hidden.tests, known, new Set(tests.map(({ name }) => name)), context);
    });
}

/** Each test has a part that there is, and a name of its own. */
function checkManifestTests(
  tests: readonly z.infer<typeof testSchema>[],
  parts: ReadonlySet<number>,
  taken: ReadonlySet<string>,
  context: z.RefinementCtx,
): void {
  const seen = new Set(taken);
  tests.forEach(({ name, part }, index) => {
    if (!parts.has(part)) {
      const message = `expected a part that "parts" lists (${[...parts].join(", ")}), got ${String(part)}`;
      context.addIssue({ code: "custom", path: ["tests", index, "part"], message });
    }
    if (seen.has(name)) {
      const message = `expected each name once, got ${name} again`;
      context.addIssue({ code: "custom", path: ["tests", index, "name"], message });
    }
    seen.add(name);
  });
}
