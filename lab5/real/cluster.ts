import { connect } from "node:net";
import { join, resolve } from "node:path";
import type { LabCluster } from "labcluster";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { wholeNumberOption } from "toolkit/cli/options/wholeNumberOption";
import { USUAL_MINI_REDIS_PLACES } from "./client/serverPlaces";
import { miniRedisDataOption } from "./server/miniRedisDataOption";
import { MINI_REDIS_PROGRAM, miniRedisNode } from "./server/miniRedisNode";
import { MINI_REDIS_DATA, MINI_REDIS_INTERVALS, LONGEST_INTERVAL_MS } from "./server/MiniRedisSettings";

interface MiniRedisClusterOptions {
  readonly data?: string;
  readonly log?: boolean;
  readonly password?: string;
  readonly saveEvery?: number;
  readonly sweepEvery?: number;
  readonly servers?: number;
}

const MINI_REDIS_SERVERS = 3;

/** Servers that know nothing of each other, at ports in a row. */
export const cluster: LabCluster = {
  port: 7001,
  addOptions: (command) =>
    command
      .option(
        "--data <dir>",
        `where the servers keep their files (default: ${MINI_REDIS_DATA})`,
        miniRedisDataOption,
      )
      .option("--log", "keep an append-only log: what was answered survives a crash", false)
      .option("--password <text>", "what clients must know")
      .option(
        "--servers <number>",
        `how many servers (default: ${String(MINI_REDIS_SERVERS)})`,
        wholeNumberOption(1, 100),
      )
      .option(
        "--save-every <ms>",
        "how often a snapshot is written (default: 10000)",
        wholeNumberOption(1, LONGEST_INTERVAL_MS),
      )
      .option(
        "--sweep-every <ms>",
        "how often expired keys are removed (default: 5000)",
        wholeNumberOption(1, LONGEST_INTERVAL_MS),
      ),
  plan({ code, port, options }) {
    const {
      data,
      log,
      password,
      saveEvery,
      sweepEvery,
      servers = MINI_REDIS_SERVERS,
    } = options as MiniRedisClusterOptions;
    const nodes = Array.from({ length: servers }, (_, index) =>
      miniRedisNode({
        code,
        serverId: index + 1,
        port: port === 0 ? 0 : port + index,
        data:
          data === undefined ? join(KIT_ROOT, MINI_REDIS_DATA) : resolve(process.env.INIT_CWD ?? ".", data),
        log: log === true,
        saveEveryMs: saveEvery ?? MINI_REDIS_INTERVALS.saveEveryMs,
        sweepEveryMs: sweepEvery ?? MINI_REDIS_INTERVALS.sweepEveryMs,
        ...(password === undefined ? {} : { password }),
      }),
    );
    return {
      ...MINI_REDIS_PROGRAM,
      nodes,
      show: ({ port }) => `localhost:${String(port)}`,
      answers: ({ host, port }) => pingMiniRedis(host, port),
    };
  },
  hints(show, options, code) {
    const { servers = MINI_REDIS_SERVERS, password } = options as MiniRedisClusterOptions;
    const places = Array.from({ length: servers }, (_, index) => show(`server${String(index + 1)}`)).join(
      ",",
    );
    const flags = [
      ...(places === USUAL_MINI_REDIS_PLACES ? [] : [`--servers ${places}`]),
      ...(password === undefined ? [] : [`--password ${JSON.stringify(password)}`]),
    ];
    const command = (program: string, ...more: string[]): string =>
      ["npm run", program, "lab5", ...(more.length === 0 ? [] : ["--", ...more])].join(" ");
    const login = password === undefined ? "" : ` -a ${JSON.stringify(password)}`;
    return [
      // The client runs code, too: it must be that of the servers. The dashboard runs none.
      command("client", ...(code === "" ? [] : [code]), ...flags),
      command("dashboard", ...flags),
      `redis-cli -p ${show("server1").split(":")[1] ?? ""}${login} SET greeting hello`,
    ];
  },
};

/** A ping of the Redis protocol: it is answered by the door, and in no server's statistics. */
function pingMiniRedis(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port }, () => socket.write("*1\r\n$4\r\nPING\r\n"));
    const done = (answers: boolean): void => {
      socket.destroy();
      resolve(answers);
    };
    socket.setTimeout(900, () => done(false));
    socket.once("data", () => done(true));
    socket.once("error", () => done(false));
  });
}
