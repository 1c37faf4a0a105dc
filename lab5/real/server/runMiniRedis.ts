import { join } from "node:path";
import type { NodeReport } from "labcluster/inNode";
import {
  endNodeInGoodOrder,
  isNodeBehindWalls,
  reportNodeToParent,
  studentLinesInNode,
} from "labcluster/inNode";
import type { KVService, ServerConfig, StartReport } from "../../types";
import { miniRedisRequestHandler } from "../protocols/miniRedisRequestHandler";
import type { DiskNews } from "../disk/DiskTrouble";
import { FolderDisk } from "../disk/FolderDisk";
import { FolderInUse, FolderLock } from "../disk/FolderLock";
import { messageOfMiniRedisFolder } from "../disk/messageOfMiniRedisFolder";
import { folderOfMiniRedis, MINI_REDIS_GRACE_MS, type MiniRedisSettings } from "./MiniRedisSettings";
import { TcpDoor } from "../tcp/TcpDoor";

/** The student's class, as its file exports it. */
export interface MiniRedisCode {
  readonly KVServer: new (config: ServerConfig) => KVService & {
    start(): Promise<StartReport>;
    stop(): Promise<void>;
  };
}

/** This machine only. */
const HOST = "127.0.0.1";

/**
 * Runs one server in this process until it is asked to end, or the process that started it is gone. Exit code 0 when all
 * keys are saved then, 1 when they are not, or when the student's code failed outside of a request, 2 when the server
 * cannot start.
 *
 * @param load loads the code; what it throws is a reason not to start
 */
export async function runMiniRedis(
  settings: MiniRedisSettings,
  load: () => Partial<MiniRedisCode>,
): Promise<void> {
  const { host = HOST, serverId, code, port, password, log, saveEveryMs, sweepEveryMs } = settings;
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const printError = (line: string): void => void process.stderr.write(`${line}\n`);
  const folder = folderOfMiniRedis(settings);
  try {
    if (!isNodeBehindWalls()) {
      const lock = FolderLock.take(folder);
      process.once("exit", () => lock.release());
    }
    let stop = (): Promise<void> => Promise.resolve();
    endNodeInGoodOrder({
      // Before it listens there is nothing to save.
      stop: () => stop(),
      withinMs: MINI_REDIS_GRACE_MS,
      onFailure: (why) => {
        printError(`Server ${String(serverId)} ends without having saved its keys: ${why}`);
      },
    });
    for (const event of ["uncaughtException", "unhandledRejection"] as const)
      process.on(event, (error: unknown) => {
        const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        printError(
          [`ends, since nobody catches ${what}`, ...studentLinesInNode(error, code)].join("\n    at "),
        );
        process.exit(1);
      });
    const { KVServer } = load();
    if (typeof KVServer !== "function")
      throw new Error(`expected ${join(code, "server.ts")} to export a class KVServer`);
    const disk = new FolderDisk(folder, (news) => printError(describeDiskNews(serverId, news)));
    const config: ServerConfig = { serverId, disk, log, saveEveryMs, sweepEveryMs };
    const server = new KVServer(password === undefined ? config : { ...config, password });
    const found = await server.start();
    const ask = miniRedisRequestHandler({ service: server, serverId, folder: code, printError });
    const door = new TcpDoor({
      ask,
      serverId,
      password,
      onFull: (connections) =>
        printError(
          `Server ${String(serverId)} has ${String(connections)} connections, as many as it takes: it closes new ones until some end`,
        ),
    });
    const listens = await door.listen(port, host);
    stop = async () => {
      await door.close();
      await server.stop();
      await disk.close();
    };
    say(
      `Server ${String(serverId)} listens on port ${String(listens)}; ${describeMiniRedisStart(found, folder)}`,
    );
    await reportNodeToParent({ kind: "listening", host, port: listens });
  } catch (error) {
    const report: NodeReport =
      (error as NodeJS.ErrnoException).code === "EADDRINUSE"
        ? { kind: "port-in-use", port }
        : { kind: "failed", message: messageOfMiniRedisStart(error, settings) };
    await reportNodeToParent(report);
    return process.exit(2);
  }
}

function messageOfMiniRedisStart(error: unknown, settings: MiniRedisSettings): string {
  if (!(error instanceof Error)) return String(error);
  // Of the system, about a file.
  if (error instanceof FolderInUse || ("syscall" in error && "path" in error))
    return messageOfMiniRedisFolder(error, folderOfMiniRedis(settings));
  const what = error.name === "Error" ? error.message : `${error.name}: ${error.message}`;
  return [what, ...studentLinesInNode(error, settings.code)].join("\n    at ");
}

function describeDiskNews(serverId: number, news: DiskNews): string {
  const server = `Server ${String(serverId)}`;
  return news.kind === "writes again"
    ? `${server} can write ${news.file} again`
    : `${server} cannot write ${news.file}: ${news.why}. It goes on, and tries again; what is in no file is lost when it ends`;
}

function describeMiniRedisStart(found: StartReport, folder: string): string {
  switch (found.kind) {
    case "empty":
      return `nothing to restore in ${folder}`;
    case "restored":
      return `${String(found.keys)} ${found.keys === 1 ? "key" : "keys"} restored from ${folder}`;
    case "corrupt":
      return `${found.file} in ${folder} is corrupt and was not used: ${found.message}`;
  }
}
