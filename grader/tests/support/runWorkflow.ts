import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { installedEnvironment } from "./installKit";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

const workflow = z.object({
  jobs: z.record(
    z.string(),
    z.object({
      steps: z.array(
        z.object({
          id: z.string().optional(),
          name: z.string().optional(),
          if: z.string().optional(),
          run: z.string().optional(),
          uses: z.string().optional(),
          env: z.record(z.string(), z.string()).optional(),
          "continue-on-error": z.boolean().optional(),
        }),
      ),
    }),
  ),
});

/** What came out of a workflow's job. */
export interface JobRun {
  readonly conclusion: "success" | "failure";
  /** What the run's page shows. */
  readonly summary: string;
  /** Environment of the steps that use an action, with step outputs filled in. */
  readonly actions: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Everything that was printed. */
  readonly log: string;
}

/**
 * Carries out the `run` steps of a workflow file in a checkout, as GitHub's runner does: bash -e, step outputs, the
 * summary, continue-on-error, and nothing after a failure but `if: always()`. Actions are not run, and packages are those of `installKit`.
 */
export function runWorkflow(checkout: string, file: string): JobRun {
  const { jobs } = workflow.parse(parse(readFileSync(join(checkout, file), "utf8")));
  const [job] = Object.values(jobs);
  if (job === undefined) throw new Error(`expected a job in ${file}`);
  const folder = temporaryFolder({ output: "", summary: "" });
  const outputs = new Map<string, string>();
  const actions = new Map<string, Record<string, string>>();
  const runner = { ...installedEnvironment(), CI: "true" };
  let failed = false;
  let log = "";
  for (const step of job.steps) {
    if (failed && step.if !== "always()") continue;
    const env = Object.fromEntries(
      Object.entries(step.env ?? {}).map(([name, value]) => [
        name,
        value.replace(/\$\{\{ steps\.(\w+)\.outputs\.(\w+) \}\}/g, (_, id: string, key: string) => {
          return outputs.get(`${id}.${key}`) ?? "";
        }),
      ]),
    );
    if (step.uses !== undefined) actions.set(step.uses.split("@")[0] ?? "", env);
    if (step.run === undefined) continue;
    const places = { GITHUB_OUTPUT: join(folder, "output"), GITHUB_STEP_SUMMARY: join(folder, "summary") };
    writeFileSync(places.GITHUB_OUTPUT, "");
    const { status, stdout, stderr } = spawnSync("bash", ["-e", "-c", step.run], {
      cwd: checkout,
      encoding: "utf8",
      env: { ...runner, ...env, ...places },
      timeout: 120_000,
    });
    log += `${step.name ?? step.run}: ${String(status)}\n${stdout}${stderr}`;
    for (const [, key = "", value = ""] of readFileSync(places.GITHUB_OUTPUT, "utf8").matchAll(
      /^(\w+)=(.*)$/gm,
    ))
      outputs.set(`${step.id ?? ""}.${key}`, value);
    if (status !== 0 && step["continue-on-error"] !== true) failed = true;
  }
  const summary = readFileSync(join(folder, "summary"), "utf8");
  return { conclusion: failed ? "failure" : "success", summary, actions, log };
}
