import { expect } from "chai";
import { parseGradeOptions, type GradeOptions } from "../../src/grade/GradeOptions";
import { ToolError } from "toolkit/cli/ToolError";

function parse(...args: string[]): GradeOptions {
  const options = parseGradeOptions(args);
  if ("help" in options) throw new Error("expected options, got help");
  return options;
}

describe("parseGradeOptions", () => {
  afterEach(() => {
    delete process.env.npm_config_part;
  });

  it("says where options belong when npm has taken one for itself", () => {
    process.env.npm_config_part = "1";
    expect(() => parse("lab1")).to.throw(
      ToolError,
      /expected --part after --, got it before[^]*npm run grade lab1 -- --part 1/,
    );
  });

  it("says where options belong when npm has left only their values", () => {
    expect(() => parse("lab1", "7")).to.throw(ToolError, /too many arguments[^]*Options come after --/);
  });

  it("takes one submission, and says so when there are two", () => {
    expect(() => parse("lab1", "--submission", "a", "--submission", "b")).to.throw(
      ToolError,
      /^--submission: expected the option once, got it twice, with "a" before/,
    );
  });

  it("has defaults", () => {
    const { jobs, ...rest } = parse("lab1");
    expect(rest).to.deep.equal({ lab: "lab1", solution: false, watch: false, formats: [] });
    expect(jobs).to.be.greaterThan(0);
  });

  it("reads every option", () => {
    const args = "lab1 --submission x --test TestA,TestB --part 2 --seed 7 --json r.json --watch --jobs 3";
    expect(parse(...args.split(" "))).to.deep.equal({
      lab: "lab1",
      solution: false,
      submission: "x",
      tests: ["TestA", "TestB"],
      part: [2],
      seed: 7,
      json: "r.json",
      watch: true,
      formats: [],
      jobs: 3,
    });
    const { formats } = parse("lab1", "--format", "junit", "--format", "ctrf:a:b.json");
    expect(formats.map(({ format, file }) => [format.name, file])).to.deep.equal([
      ["junit", undefined],
      ["ctrf", "a:b.json"],
    ]);
    expect(parse("lab1", "--part", "4,5", "--part", "1").part).to.deep.equal([4, 5, 1]);
    expect(parse("lab1", "--secret-seeds", "s.txt")).to.include({ secretSeeds: "s.txt" });
    const more =
      "lab1 --hidden-tests h --reveal-hidden --gradescope-metadata m --due 1970-01-01T01:00:01+01:00";
    expect(parse(...more.split(" "), "--handed-in", "1970-01-01T00:00:02Z")).to.include({
      hiddenTests: "h",
      revealHidden: true,
      gradescopeMetadata: "m",
      due: 1000,
      handedIn: 2000,
    });
    expect(parse("lab1", "--solution", "--seeds", "100")).to.include({ solution: true, seeds: 100 });
  });

  const wrong: [string, RegExp][] = [
    ["lab1 --seed x", /^--seed: expected a whole number from 0, got "x"\n/],
    ["lab1 --seed -1", /got "-1"|argument missing/],
    ["lab1 --seed 1.5", /got "1\.5"/],
    ["lab1 --seeds 0", /whole number from 1 to 1000000, got "0"/],
    ["lab1 --seed 99999999999999999999", /whole number/],
    ["lab1 --seeds 1000001", /to 1000000, got "1000001"/],
    ["lab1 --part two", /got "two"/],
    ["lab1 --jobs 0", /got "0"/],
    ["lab1 --test ,", /^--test: expected comma-separated names, got ","/],
    ["lab1 --soultion", /unknown option '--soultion'[^]*--solution/],
    ["lab1 --solution --submission x", /cannot be used with/],
    ["lab1 --hidden-tests x --watch", /cannot be used with option '--watch'/],
    ["lab1 --due 2026-10-01T00:00Z --watch", /cannot be used with option '--watch'/],
    ["lab1 --secret-seeds x --watch", /cannot be used with/],
    ["lab1 --seed 1 --seeds 2", /cannot be used with/],
    ["lab1 lab2", /too many arguments/],
  ];
  for (const [line, message] of wrong) {
    it(`refuses "${line}" and points to the help`, () => {
      expect(() => parse(...line.split(" ")))
        .to.throw(ToolError, message)
        .with.property("message")
        .that.includes("--help");
    });
  }

  it("answers --help with every option and the exit codes", () => {
    const answer = parseGradeOptions(["--help"]);
    const text = "help" in answer ? answer.help : "";
    for (const option of [
      "solution",
      "submission",
      "test",
      "seed",
      "seeds",
      "part",
      "json",
      "watch",
      "jobs",
    ]) {
      expect(text).to.include(`--${option}`);
    }
    expect(text).to.include("Exit code: 0 full marks");
  });
});
