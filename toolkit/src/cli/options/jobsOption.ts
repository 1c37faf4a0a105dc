import { Option } from "commander";
import { availableParallelism } from "node:os";
import { wholeNumberOption } from "./wholeNumberOption";

/**
 * The option `--jobs`: how much goes on at a time. Default: one for each processor.
 *
 * @param what "processes at a time"
 * @param most default: no limit
 */
export function jobsOption(what = "processes at a time", most?: number): Option {
  return new Option("--jobs <count>", what)
    .argParser(wholeNumberOption(1, most))
    .default(Math.max(1, availableParallelism()));
}
