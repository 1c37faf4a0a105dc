import type { DebugOperationKind } from "labrpc/testing";

/** An operation whose call has the name of the clerk and each argument by its name, as most have. */
export function clerkOperation(
  name: string,
  parameters: readonly string[],
  example: string,
): DebugOperationKind {
  return {
    name,
    parameters,
    example,
    call: (clerk, args) => [
      name,
      Object.fromEntries([
        ["clerk", clerk],
        ...args.map((arg, at) => [(parameters[at] ?? `argument ${String(at + 1)}`).replace("?", ""), arg]),
      ]),
    ],
  };
}
