import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { readLab } from "toolkit/labs/readLab";
import { missingPrograms } from "toolkit/tests/missingPrograms";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { z } from "zod";

const FOLDER = join(KIT_ROOT, "grader/prairielearn");

/** What PrairieLearn's documentation on external grading says that an entry point leaves in /grade/results. */
const results = z.strictObject({
  gradable: z.boolean(),
  score: z.number().min(0).max(1).exactOptional(),
  message: z.string(),
  output: z.string().exactOptional(),
  tests: z
    .array(
      z.strictObject({
        name: z.string(),
        description: z.string(),
        points: z.number(),
        max_points: z.number(),
        message: z.string(),
        output: z.string(),
      }),
    )
    .exactOptional(),
});
/** PrairieLearn takes no more. */
const MOST_BYTES = 1_000_000;

const info = JSON.parse(readFileSync(join(FOLDER, "question/info.json"), "utf8")) as {
  externalGradingOptions: { entrypoint: string; timeout: number; environment: { LAB: string } };
};
const { entrypoint, timeout, environment } = info.externalGradingOptions;

describe("PrairieLearn's example", function () {
  this.timeout(240_000);
  const html = readFileSync(join(FOLDER, "question/question.html"), "utf8");

  it("asks for the files that the lab wants, and starts what is in the image, within PrairieLearn's limit", () => {
    const { student, given, fixed } = readLab(KIT_ROOT, environment.LAB).manifest;
    expect(html).to.include(`file-names="${student.join(", ")}"`);
    const own = given.filter((file) => !fixed.includes(file));
    expect(html).to.include(`optional-file-names="${own.join(", ")}"`);
    expect(entrypoint).to.equal("/kit/grader/prairielearn/run.sh");
    expect(readFileSync(join(FOLDER, "Dockerfile"), "utf8")).to.include(`ENTRYPOINT ["${entrypoint}"]`);
    expect(readFileSync(join(KIT_ROOT, "grader/Dockerfile"), "utf8")).to.match(/^WORKDIR \/kit$/m);
    expect(timeout).to.be.at.most(600);
  });

  const missing = missingPrograms("bash");
  if (missing.length > 0) {
    it.skip(`needs ${missing.join(", ")}`);
    return;
  }

  /** Grades what a folder named after /grade has in it, as PrairieLearn does. */
  function graded(grade: string, env: Record<string, string> = environment): z.infer<typeof results> {
    const { status, stderr } = spawnSync(join(FOLDER, "run.sh"), {
      env: { ...process.env, ...env, GRADE_ROOT: grade },
      encoding: "utf8",
    });
    expect(status, stderr).to.equal(0);
    const bytes = readFileSync(join(grade, "results/results.json"));
    expect(bytes.length).to.be.below(MOST_BYTES);
    return results.parse(JSON.parse(bytes.toString("utf8")));
  }

  it("grades what students upload, with the lab's own tests", () => {
    const grade = temporaryFolder({ "data/data.json": "{}" });
    mkdirSync(join(grade, "student"));
    for (const file of ["client.ts", "server.ts", "types.ts"])
      cpSync(join(KIT_ROOT, "solutions", environment.LAB, file), join(grade, "student", file));
    const right = graded(grade);
    expect({ gradable: right.gradable, score: right.score }).to.deep.equal({ gradable: true, score: 1 });
    expect(right.tests?.length).to.equal(readLab(KIT_ROOT, environment.LAB).manifest.tests.length);
  });

  it("gives the stubs nothing, and costs nobody an attempt where nothing can be graded", () => {
    const grade = temporaryFolder();
    mkdirSync(join(grade, "student"));
    for (const file of ["client.ts", "server.ts"])
      cpSync(join(KIT_ROOT, environment.LAB, file), join(grade, "student", file));
    expect(graded(grade)).to.include({ gradable: true, score: 0 });
    rmSync(join(grade, "student/server.ts"));
    const without = graded(grade);
    expect(without.gradable).to.equal(false);
    expect(without.message).to.include("Nothing was graded: ").and.include("server.ts");
    expect(graded(grade, { LAB: "lab99" }).message).to.include("lab99");
  });
});
