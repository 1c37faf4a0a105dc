import { InvalidArgumentError, Option, type Command } from "commander";
import type { MiniRedisPlace } from "./boxes";

/** The document's servers. */
export const USUAL_MINI_REDIS_PLACES = "localhost:7001,localhost:7002,localhost:7003";

/** Adds `--servers` to a program. Its value is a list of places, numbered from 1. */
export function withMiniRedisServersOption(command: Command): Command {
  return command.addOption(
    new Option("--servers <list>", "where the servers are, in their order")
      .argParser(readMiniRedisPlaces)
      .default(readMiniRedisPlaces(USUAL_MINI_REDIS_PLACES), USUAL_MINI_REDIS_PLACES),
  );
}

/** Reads `host:port,host:port`. Throws InvalidArgumentError. */
export function readMiniRedisPlaces(text: string): readonly MiniRedisPlace[] {
  return text.split(",").map((part, index) => {
    const [, host, digits] = /^\s*([^\s:]+):(\d{1,5})\s*$/.exec(part) ?? [];
    const port = Number(digits);
    if (host === undefined || !(port >= 1 && port <= 65_535))
      throw new InvalidArgumentError(
        `expected places such as localhost:7001,localhost:7002, got ${JSON.stringify(part)}`,
      );
    return { id: index + 1, host, port };
  });
}
