import { Command, Option } from "commander";
import { join } from "node:path";
import { jobsOption } from "toolkit/cli/options/jobsOption";
import { executeCommand } from "toolkit/cli/executeCommand";
import { EXIT } from "toolkit/cli/EXIT";
import type { CommandContext } from "toolkit/cli/CommandContext";
import type { Attack } from "./stage/Attack";
import { runAttacksInJobs } from "./runAttacksInJobs";
import { missingForAttack } from "./missingForAttack";
import { chooseAttacks, readAttacks } from "./readAttacks";
import { renderAttackResults } from "./renderAttackResults";
import { runAttack, AttackTwins, type AttackResult, type AttackRunOptions } from "./runAttack";
import { ATTACK_HELD_BY } from "./commandUnderLimits";

/** Where the attacks lie. */
export const ATTACKS_FOLDER = join(__dirname, "..", "corpus");

interface AttacksArguments {
  quick: boolean;
  jobs: number;
  keep: boolean;
  isolation?: string;
}

/** The `attacks` command: does the border hold? Exit code 0 only when nothing is broken. */
export async function runAttacksCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const { root, print, printError, color } = context;
  const command = new Command("npm run attacks")
    .usage("[-- CLASS|NAME … OPTIONS]")
    .description("Grades hostile submissions, and says whether one got what it was after.")
    .argument("[names...]", "classes and attacks (default: all)")
    .option("--quick", "only those that npm test runs, and types only where the attack is about them", false)
    .addOption(jobsOption("attacks at a time", 64))
    .addOption(
      new Option(
        "--isolation <tier>",
        "grade the attacks with this isolation, and their honest twins without any (default: what grade chooses)",
      ).choices(["none", "process", "bubblewrap"]),
    )
    .option("--keep", "leave the folders of attacks that broke something, and say where", false);
  return executeCommand(command, args, context, async () => {
    const { quick, jobs, keep, isolation } = command.opts<AttacksArguments>();
    const chosen = chooseAttacks(readAttacks(ATTACKS_FOLDER), command.args).filter(
      (attack) => !quick || attack.quick,
    );
    const options: AttackRunOptions = {
      root,
      types: !quick,
      keep,
      ...(isolation === undefined ? {} : { isolation }),
    };
    const twins = new AttackTwins(options);
    printError(`${String(chosen.length)} attacks, each held by ${ATTACK_HELD_BY}\n`);
    const results = await runAttacksInJobs(jobs, chosen, async (attack) => {
      const result = await runOneAttack(attack, twins, options);
      printError(attackProgressLine(result));
      return result;
    });
    print(renderAttackResults(results, { color }));
    return results.some(({ outcome }) => outcome.kind === "broken") ? EXIT.lessThanFullMarks : EXIT.fullMarks;
  });
}

/** Said at once: whoever waits for minutes, or ends it, wants to know. */
function attackProgressLine({ attack, outcome, elapsedMs }: AttackResult): string {
  const how = outcome.kind === "broken" ? `: ${outcome.how.join("; ")}` : "";
  return `${attack.class}/${attack.name} ${outcome.kind} (${(elapsedMs / 1000).toFixed(1)} s)${how}\n`;
}

async function runOneAttack(
  attack: Attack,
  twins: AttackTwins,
  options: AttackRunOptions,
): Promise<AttackResult> {
  const why = missingForAttack(attack);
  return why === undefined
    ? runAttack(attack, twins, options)
    : { attack, outcome: { kind: "skipped", why }, elapsedMs: 0 };
}
