import type { StageCalls } from "labrpc/scenarios";
import type { Simulation } from "labrpc/simulation";
import { z } from "zod";

/**
 * All that the stages of a lab do when a scenario asks for it, by name. Each throws StageMisuse when its arguments, which a
 * student chose, are not what they have to be.
 */
export type StageHandlersOf<Calls> = Readonly<Record<keyof Calls, (args: unknown) => unknown>>;

/** The scenario asked for something that does not exist: its own mistake, whoever plays in it. */
export class StageMisuse extends Error {
  override readonly name = "StageMisuse";
}

/** Name of a host or of what stands on it. */
export const stageName = z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, {
  error: ({ input }) => `expected a name such as "clerk-a", got ${JSON.stringify(input)}`,
});

/** A handler that looks at its arguments first. */
export function stageHandler<Shape extends z.ZodType>(
  shape: Shape,
  run: (args: z.output<Shape>) => unknown,
): (args: unknown) => unknown {
  return (args) => {
    const read = shape.safeParse(args);
    if (!read.success) {
      const [issue] = read.error.issues;
      const at = issue === undefined || issue.path.length === 0 ? "" : ` in ${issue.path.join(".")}`;
      throw new StageMisuse(`${issue?.message ?? "malformed"}${at}`);
    }
    return run(read.data);
  };
}

const chance = z.number().min(0).max(1);
/** Longest pause and delay, virtual ms. */
const ms = z.number().min(0).max(3_600_000);
const MOST_MESSAGES = 1_000;
const which = z.strictObject({
  kind: z.enum(["request", "reply"]).exactOptional(),
  from: stageName.exactOptional(),
  to: stageName.exactOptional(),
  count: z.int().min(1).max(MOST_MESSAGES).exactOptional(),
});
// Made once: a stage is set up for each run, and a schema takes longer to make than to ask.
const whichLater = which.extend({ ms });
const whichRequest = which.omit({ kind: true });
const link = z.strictObject({ from: stageName, to: stageName });
const groupsOfHosts = z.array(z.array(stageName));
const networkOptions = z.strictObject({
  requestLoss: chance.exactOptional(),
  replyLoss: chance.exactOptional(),
  duplicate: chance.exactOptional(),
  delayMs: z.tuple([ms, ms]).exactOptional(),
});

/** What a rule does with messages, as long as it has not done it `left` times. */
interface MessageRule {
  readonly which: z.output<typeof which>;
  readonly does: "lose" | { readonly copies: number } | { readonly delayMs: number };
  left: number;
}

/** What every stage does. @param expectHost throws StageMisuse for a host that the stage does not have */
export function commonStageHandlers(
  sim: Simulation,
  expectHost: (name: string) => void,
): StageHandlersOf<StageCalls> {
  const { network } = sim;
  const rules: MessageRule[] = [];
  const addRule = (wanted: z.output<typeof which>, does: MessageRule["does"]): void => {
    for (const host of [wanted.from, wanted.to]) if (host !== undefined) expectHost(host);
    rules.push({ which: wanted, does, left: wanted.count ?? 1 });
    // It takes the place of the one before, so that its faults have names of their own.
    network.script(({ kind, from, to }) => {
      const rule = rules.find(
        ({ left, which: one }) =>
          left > 0 && (one.kind ?? kind) === kind && (one.from ?? from) === from && (one.to ?? to) === to,
      );
      if (rule === undefined) return undefined;
      rule.left -= 1;
      return rule.does;
    });
  };
  const onHost = (run: (host: string) => void): ((args: unknown) => unknown) =>
    stageHandler(stageName, (host) => {
      expectHost(host);
      run(host);
    });
  const onLink = (run: (from: string, to: string) => void): ((args: unknown) => unknown) =>
    stageHandler(link, ({ from, to }) => {
      expectHost(from);
      expectHost(to);
      run(from, to);
    });
  return {
    sleep: stageHandler(ms, (time) => sim.sleep(time)),
    now: () => sim.now,
    lose: stageHandler(which, (wanted) => {
      addRule(wanted, "lose");
    }),
    copy: stageHandler(whichRequest, (wanted) => {
      addRule({ ...wanted, kind: "request" }, { copies: 2 });
    }),
    delay: stageHandler(whichLater, ({ ms: delayMs, ...wanted }) => {
      addRule(wanted, { delayMs });
    }),
    network: stageHandler(networkOptions, (options) => {
      network.set(options);
    }),
    disconnect: onHost((host) => {
      network.disconnect(host);
    }),
    reconnect: onHost((host) => {
      network.reconnect(host);
    }),
    block: onLink((from, to) => {
      network.block(from, to);
    }),
    unblock: onLink((from, to) => {
      network.unblock(from, to);
    }),
    slow: stageHandler(link.extend({ ms }), ({ from, to, ms: extraMs }) => {
      expectHost(from);
      expectHost(to);
      network.slow(from, to, extraMs);
    }),
    partition: stageHandler(groupsOfHosts, (groups) => {
      for (const host of groups.flat()) expectHost(host);
      network.partition(groups);
    }),
    heal: () => {
      network.heal();
    },
  };
}
