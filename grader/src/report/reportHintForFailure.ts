import type { TestFailure } from "./testFailure";
import { stubText } from "../protocol/stubText";

/** What a hint may depend on. `error` is the name of the error that student code threw, if one did. */
export type HintedTest = Pick<TestFailure, "kind" | "message" | "details"> & { readonly error?: string };

/**
 * What to do next about a failure. The manifest's hint is about what the test checks, so it is given only where the
 * test found something wrong; elsewhere the kind of the failure says more.
 *
 * @param hint the manifest's
 */
export function reportHintForFailure(hint: string, failure: HintedTest): string {
  const texts = [failure.message, ...failure.details];
  if (stubText(failure) !== undefined)
    return "This part is still a stub: write it first. What the test checks comes after that.";
  if (texts.some((text) => text.includes(REFUSED)))
    return "A node has a clock, randomness, a console and a network, and nothing else of Node. Do without this, as the message says.";
  if (failure.kind === "host-error" && failure.message.includes(TIMED_OUT)) return UNCAUGHT_TIMEOUT;
  if (failure.kind !== "failed") return NEXT[failure.kind];
  // A module that does not parse is not loaded, so this one is about a text.
  if (failure.error === "SyntaxError")
    return `The code parsed a string that is incomplete or malformed. Who wrote it, and may it have been cut short? ${hint}`;
  if (PROGRAMMING.has(failure.error ?? ""))
    return "This is an error in the code itself, not in the protocol: look at the line. npx tsc -p . often names the mistake.";
  if (failure.error === "RemoteError") {
    const thrown = texts.find((text) => HANDLER_THREW.test(text));
    if (thrown?.startsWith(HANDLER_TIMED_OUT) === true) return `The caller heard of it: ${UNCAUGHT_TIMEOUT}`;
    if (thrown !== undefined)
      return "The server's handler threw, and the caller heard of it: look at the handler's line in the details.";
  }
  return hint;
}

/** As the realm says it of modules and globals that a node does not have. */
const REFUSED = "is not available to a node of this lab";

/** Errors that the language throws. A lab's own errors are part of its protocol, and so is a time-out. */
const PROGRAMMING: ReadonlySet<string> = new Set(["TypeError", "ReferenceError", "RangeError"]);

const HANDLER_THREW = /^a handler threw /;
const HANDLER_TIMED_OUT = "a handler threw TimeoutError";

const TIMED_OUT = " failed with TimeoutError: ";
/** Such an error comes from the network, so there is no line to look at. */
const UNCAUGHT_TIMEOUT =
  "A call got no reply, and nobody caught its TimeoutError. Any call may end like this: catch it around each call, even where nobody waits for the reply.";

const NEXT: Readonly<Record<Exclude<TestFailure["kind"], "failed">, string>> = {
  deadlock:
    "Each of the calls in the details waits for something that nobody will do any more. Which promise is never resolved, and who should have resolved it?",
  "no-progress":
    "The nodes are busy, but the call that the test waits for never finishes. The details show who waits for whom, and the last events what is done again and again.",
  "endless-loop":
    "Look at the loop, or the recursion, at this line: what should end it, and why does it not?",
  "busy-wait":
    "The clock stands still while code runs, so a loop cannot wait for it. Wait with await and a promise that setTimeout resolves.",
  "host-error":
    "Nobody caught this error. Look at the line, and await each promise that may be rejected, or catch its error.",
  "syntax-error": "No test can run before this file parses: fix this line first.",
  stuck:
    "Look for code that never finishes by itself: a loop, a regular expression on a long string, a sort of a huge list.",
  crashed: "A node must not end the process. Look for what the code does just before.",
  "out-of-memory": "Look for what only grows: a list, a map, or a string that is added to and never trimmed.",
};
