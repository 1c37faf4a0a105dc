import { Command } from "commander";
import { hardenKitRealm } from "labrpc/simulation";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { EXIT } from "toolkit/cli/EXIT";
import { executeCommand } from "toolkit/cli/executeCommand";
import { commandProgressBar } from "toolkit/cli/ProgressBar";
import { startCommand } from "toolkit/cli/startCommand";
import { ToolError } from "toolkit/cli/ToolError";
import { wholeNumberOption } from "toolkit/cli/options/wholeNumberOption";
import { labsWithJudges } from "./judges";
import { ReferenceScenarios } from "./reference/ReferenceScenarios";

/** A reference set is to catch so many of all chaffs of its lab; see CONTRIBUTING.md. */
const LEAST_SHARE = 0.85;

interface ReferenceOptions {
  readonly from: number;
  readonly seeds: number;
  readonly chaffs: boolean;
}

/**
 * The `reference` command. Exit code: 0 the reference scenarios hold for every right program and catch enough, 1 they do
 * not, 2 it could not be found out. What is found is printed as it is found.
 *
 * @param harden called before the first run, and lasts for the process. Default: hardenKitRealm
 */
export async function runReference(
  args: readonly string[],
  context: CommandContext,
  harden = hardenKitRealm,
): Promise<number> {
  const command = new Command("npm run reference")
    .usage("[LAB] [-- OPTIONS]")
    .description(
      "Plays the reference scenarios with every wheat over many seeds, and with every chaff of the corpus.",
    )
    .argument("[lab]", "default: all labs that have scenarios")
    .option("--from <seed>", "the first seed for wheats", wholeNumberOption(1), 1)
    .option("--seeds <count>", "how many seeds for wheats; 0: none", wholeNumberOption(0), 3)
    .option("--no-chaffs", "leave the chaffs out");
  return executeCommand(command, args, context, async () => {
    const labs = labsWithJudges(context.root);
    const [asked] = command.args;
    if (asked !== undefined && !labs.includes(asked))
      throw new ToolError(`expected a lab with scenarios (${labs.join(", ")}), got ${asked}`);
    // All of the kit's own code is loaded before: its compiler needs what is hardened then.
    const references = (asked === undefined ? labs : [asked]).map(
      (lab) => [lab, new ReferenceScenarios(context.root, lab)] as const,
    );
    harden();
    let isWell = true;
    for (const [lab, reference] of references) {
      const { chaffs, ...seeds } = command.opts<ReferenceOptions>();
      const holds = await doesHold(lab, reference, seeds, context);
      isWell = holds && (!chaffs || (await catchesEnough(lab, reference, context))) && isWell;
    }
    return isWell ? EXIT.fullMarks : EXIT.lessThanFullMarks;
  });
}

async function doesHold(
  lab: string,
  reference: ReferenceScenarios,
  { from, seeds }: Pick<ReferenceOptions, "from" | "seeds">,
  { print, terminal }: CommandContext,
): Promise<boolean> {
  if (seeds === 0) return true;
  let rejections = 0;
  const bar = commandProgressBar(terminal, seeds, lab);
  for await (const found of reference.wrongRejections(from, seeds)) {
    rejections += found.length;
    bar.above(() => {
      for (const { scenario, wheat, seed, message } of found)
        print(`${lab}, seed ${String(seed)}: "${scenario}" rejects the wheat ${wheat}: ${message}\n`);
    });
    bar.show(lab, 1);
  }
  bar.stop();
  const last = from + seeds - 1;
  print(`${lab}, seeds ${String(from)} to ${String(last)}: ${String(rejections)} wrong rejections\n`);
  return rejections === 0;
}

async function catchesEnough(
  lab: string,
  reference: ReferenceScenarios,
  { print }: CommandContext,
): Promise<boolean> {
  const missed: string[] = [];
  const catches = new Map((await reference.names()).map((name) => [name, 0]));
  let all = 0;
  for await (const { chaff, caughtBy } of reference.judgedChaffs()) {
    all += 1;
    if (caughtBy === undefined) missed.push(chaff);
    else catches.set(caughtBy, (catches.get(caughtBy) ?? 0) + 1);
  }
  const caught = all - missed.length;
  print(`${lab}: ${String(caught)} of ${String(all)} chaffs caught; first by\n`);
  for (const [name, count] of catches) print(`${String(count).padStart(5)}  ${name}\n`);
  if (missed.length > 0) print(`  not:  ${missed.join(", ")}\n`);
  return caught >= LEAST_SHARE * all;
}

if (require.main === module)
  startCommand({ reference: { load: () => runReference } }, ["reference", ...process.argv.slice(2)]);
