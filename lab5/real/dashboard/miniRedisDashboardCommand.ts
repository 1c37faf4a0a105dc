import { Command } from "commander";
import { executeCommand } from "toolkit/cli/executeCommand";
import { EXIT } from "toolkit/cli/EXIT";
import { wholeNumberOption } from "toolkit/cli/options/wholeNumberOption";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { ToolError } from "toolkit/cli/ToolError";
import type { MiniRedisPlace } from "../client/boxes";
import { withMiniRedisServersOption } from "../client/serverPlaces";
import { withMiniRedisLabArgument } from "../client/labArgument";
import { TcpEnd } from "../tcp/TcpEnd";
import { dashboardServer } from "./dashboardServer";
import { LiveDashboard } from "./LiveDashboard";
import { MiniRedisSampler } from "./MiniRedisSampler";

interface DashboardOptions {
  readonly servers: readonly MiniRedisPlace[];
  readonly password?: string;
  readonly port: number;
}

const EVERY_MS = 1_000;
/** Who is silent for so long is shown as down, ms. */
const PATIENCE_MS = 2_000;

/** `npm run dashboard lab5`: a page that shows the servers, live, until Ctrl-C. */
export function miniRedisDashboardCommand(args: readonly string[], context: CommandContext): Promise<number> {
  const command = withMiniRedisServersOption(
    withMiniRedisLabArgument(
      new Command("npm run dashboard")
        .usage("lab5 [-- OPTIONS]")
        .description("Shows the servers on a page: keys, requests per second, times to live, state."),
    ),
  )
    .option("--password <text>", "the servers' password")
    .option(
      "--port <number>",
      "where the page is; 0 takes any port that is free",
      wholeNumberOption(0, 65_535),
      7080,
    );
  return executeCommand(command, args, context, async () => {
    const { servers, password, port } = command.opts<DashboardOptions>();
    const ends = servers.map((place) => ({
      ...place,
      end: new TcpEnd({ ...place, timeoutMs: PATIENCE_MS }),
    }));
    const sampler = new MiniRedisSampler(ends, password);
    const app = dashboardServer(new LiveDashboard(() => sampler.sample(), EVERY_MS), sampler);
    try {
      const address = await app.listen({ host: "127.0.0.1", port });
      context.print(`The dashboard is at ${address.replace("127.0.0.1", "localhost")}\nCtrl-C ends it.\n`);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
      throw new ToolError(
        `expected port ${String(port)} to be free, got EADDRINUSE; stop what uses it, or choose another with --port`,
      );
    }
    await new Promise((resolve) => context.signal?.addEventListener("abort", resolve));
    await app.close();
    for (const { end } of ends) end.close();
    return EXIT.fullMarks;
  });
}
