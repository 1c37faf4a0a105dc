import type { HintKind, TestHint } from "toolkit/labs/TestHint";
import { missingFieldHint } from "./hints/missingFieldHint";
import { manifestHintFor, type HintedFailure } from "./manifestHintFor";
import type { TestFailure } from "./testFailure";
import { isEndlessWait } from "./order/isEndlessWait";
import { ODD_DELAY, UNAWAITED } from "./source/placeOfMistake";
import { stubText } from "../protocol/stubText";

/** What a hint may depend on. `error` is the name of the error that student code threw, if one did. */
export interface HintedTest
  extends Omit<HintedFailure, "kind" | "details">, Pick<TestFailure, "kind" | "details"> {
  readonly error?: string;
}

/**
 * What to do next about a failure; undefined when nothing is known that fits. What certain errors mean is the same in
 * every test; then come the manifest's hints, which are about what the test checks, and then what the kind of the
 * failure says.
 *
 * @param hint the manifest's
 */
export function reportHintForFailure(hint: TestHint, failure: HintedTest): string | undefined {
  const { kind, error = "" } = failure;
  if (kind === "syntax-error") return "No test can run before this file parses: fix this line first.";
  const general = hintForErrorOf(failure);
  if (general !== undefined) return general;
  const own = manifestHintFor(hint, { ...failure, kind });
  const isWaiting = isEndlessWait(failure);
  const idle = isWaiting ? hintForIdleHandler(failure.details) : undefined;
  // What the manifest says of a kind alone is about servers that wait for each other.
  if (idle !== undefined) return joined(idle, kind === "failed" && own !== undefined ? own : OF_ITS_OWN);
  if (isWaiting && failure.details.some((detail) => detail.endsWith(RING))) return WAITS_IN_A_RING;
  const looping = isWaiting ? hintForLoopOf(failure.details) : undefined;
  if (looping !== undefined) return joined(looping, own);
  const missing = missingFieldHint(failure.expected ?? "", failure.got ?? "");
  if (missing !== undefined) return missing;
  // A module that does not parse is not loaded, so this one is about a text.
  if (kind === "failed" && error === "SyntaxError")
    return joined(
      "The code parsed a string that is incomplete or malformed. Who wrote it, and may it have been cut short?",
      own,
    );
  if (isWaiting && failure.details.some(isMostlyAnswered)) return joined(NOT_CONTENT, own);
  if (own !== undefined) return own;
  if (kind !== "failed") return NEXT[kind];
  return NOT_RETURNED.test(failure.message) ? NEXT["no-progress"] : undefined;
}

/** As explanations say it of hosts that wait for each other. */
const RING = ": each waits for the next one, in a ring";
const WAITS_IN_A_RING =
  "Servers wait for each other in a ring, so none of them goes on. Which of them asks another one while it keeps that one's next request waiting? What a server needs to answer others must not stand behind what it waits for itself.";

const NOT_CONTENT =
  "The clerk gets answers, and asks again: look at what the replies say. Why does the server answer so, or why is the clerk not content with it?";

function joined(...texts: readonly (string | undefined)[]): string {
  return texts.filter((text) => text !== undefined).join(" ");
}

/** Whether who waits without an end has had answers to more than half of its requests: on that, nobody is silent. */
function isMostlyAnswered(detail: string): boolean {
  const [, sent, answered] = ANSWERED.exec(detail) ?? [];
  return answered === "all" || Number(answered) * 2 > Number(sent);
}

/** As explanations say it of a call that never returns. */
const ANSWERED = /; it has sent (\d+) requests since then, (all|\d+) of them answered/;

/** What the error says by itself, whatever the test is about. */
function hintForErrorOf({ kind, message, details, error = "" }: HintedTest): string | undefined {
  const texts = [message, ...details];
  if (stubText({ message, details }) !== undefined)
    return "This part is still a stub: write it first. What the test checks comes after that.";
  if (texts.some((text) => NO_SUCH_MODULE.test(text)))
    return "The import names a module or a file that is not there: correct its name, or add the file to the lab's folder.";
  if (texts.some((text) => text.includes(FULL_STACK)))
    return "A function calls itself, directly or through others, and nothing ends that: look at the line.";
  if (texts.some((text) => text.includes(REFUSED)))
    return "A node has a clock, randomness, a console and a network, and nothing else of Node. Is the name misspelt? If not, do without this, as the message says.";
  if (texts.some((text) => NO_CLASS.test(text)))
    return "The file must export the class that the skeleton has, under the same name. An empty file, or a class without export, has none.";
  if (kind === "no-progress" || kind === "deadlock" || (kind === "failed" && NOT_RETURNED.test(message))) {
    const waiting = hintForBrokenHandler(details) ?? hintForOddDelay(details);
    if (waiting !== undefined) return waiting;
  }
  if (kind !== "failed" && kind !== "host-error") return undefined;
  if (kind === "host-error" && message.includes(TIMED_OUT)) return UNCAUGHT_TIMEOUT;
  const [, name] = (error === "Error" && TEXT_FOR_CLASS.exec(message)) || [];
  if (name !== undefined)
    return `This is an Error whose text is "${name}". Callers tell errors apart by their classes: throw new ${name}(…) instead, the class that the lab gives or you export.`;
  if (error === "ReferenceError" && texts.some((text) => text.includes(" is not defined")))
    return "The name is used but not declared in this file: import it, or look for a misspelling. npx tsc -p . often names the mistake.";
  if (error === "TypeError" && texts.some((text) => NOTHING_THERE.test(text))) return OF_NOTHING;
  if (PROGRAMMING.has(error))
    return "This is an error in the code itself, not in the protocol: look at the line. npx tsc -p . often names the mistake.";
  if (kind === "failed" && details.some((text) => text.endsWith(UNAWAITED))) return UNAWAITED_CALL;
  const oddDelay = hintForOddDelay(details);
  if (oddDelay !== undefined) return oddDelay;
  if (kind === "failed" && error === "TimeoutError")
    return `The caller of the clerk heard of it: ${UNCAUGHT_TIMEOUT}`;
  if (error !== "RemoteError") return undefined;
  const thrown = texts.find((text) => HANDLER_THREW.test(text));
  if (thrown?.startsWith(HANDLER_TIMED_OUT) === true) return `The caller heard of it: ${UNCAUGHT_TIMEOUT}`;
  if (thrown === undefined) return undefined;
  if (NOTHING_THERE.test(thrown))
    return `The server's handler threw, and the caller heard of it. ${OF_NOTHING}`;
  return "The server's handler threw, and the caller heard of it: look at the handler's line in the details.";
}

/** Somebody waits for what a handler did not do, since an error of the code ended it. */
function hintForBrokenHandler(details: readonly string[]): string | undefined {
  const thrown = details.find((text) => BROKEN_HANDLER.test(text));
  if (thrown === undefined) return undefined;
  const why = NOTHING_THERE.test(thrown) ? ` ${OF_NOTHING}` : "";
  if (details.some((text) => ANSWERED_BY_ERRORS.test(text)))
    return `A handler threw, as the details say, and its caller sends the request again and again: begin with the handler's line.${why} A \`catch\` that takes any error for a lost message hides such mistakes: let it catch TimeoutError only, and throw everything else on.`;
  return `A handler threw, as the details say, and what others wait for was never done: begin with its line.${why}`;
}

/** As explanations say it of a call that never returns, since its caller is not content with errors. */
const ANSWERED_BY_ERRORS =
  /; it has sent \d+ requests since then, (?:all|\d+) of them answered(?:, \d+)? with an error/;

const BROKEN_HANDLER = /^a handler threw (?:TypeError|ReferenceError|RangeError): /;

/** A timer that fires at once is why nobody waited, more likely than not. */
function hintForOddDelay(details: readonly string[]): string | undefined {
  if (!details.some((text) => ODD_DELAY.test(text))) return undefined;
  const isNumber = !details.some((text) => text.includes(" set a timer of NaN ms "));
  return isNumber
    ? "The timer that the details name does not wait: what is too long for Node counts as 1 ms. Set no timer where nothing ends the waiting."
    : "The timer that the details name does not wait: NaN counts as 1 ms. Where does its number come from: a setting that is not there, a field with another name, a subtraction from undefined?";
}

/** A handler that waits on a host where nothing is under way any more: for something of its own. */
function hintForIdleHandler(details: readonly string[]): string | undefined {
  const [, host = "", place] =
    details.map((text) => WAITS_FOR_NOTHING.exec(text)).find((found) => found !== null) ?? [];
  if (place === undefined) return undefined;
  return `A handler on ${host} waits at ${place} for something of its own that never comes.`;
}

/** What that may be, where the lab has nothing to say of it. */
const OF_ITS_OWN =
  "It is a promise that nobody resolves, or a lock that nobody gives back. What should end the waiting, and does the code look again after each event that can end it? A lock is given back on every way out, also on an early return and after an error (finally).";

const WAITS_FOR_NOTHING =
  /^(\S+) has not answered .*; it first waited at (\S+:\d+:\d+)\b.*; \S+ has no timer and no call under way$/s;

/** Whoever waits does so since somebody goes round in a loop, and not since nobody answers. */
function hintForLoopOf(details: readonly string[]): string | undefined {
  return hintForRepeatedCalls(details) ?? hintForTimerLoop(details);
}

/** A host that sends the same request without an end, and is answered: not a clerk that is not content, which is told else. */
function hintForRepeatedCalls(details: readonly string[]): string | undefined {
  const [, host = "", method] =
    details.map((text) => KEEPS_SENDING.exec(text)).find((found) => found !== null) ?? [];
  if (method === undefined || details.some((text) => text.startsWith(`${host} is still in `)))
    return undefined;
  return `${host} sends ${method} again and again, although it is answered: look for the loop that sends it. What should end the loop, or make it wait, and does anything ever set that?`;
}

/** As explanations say it of requests that are answered and sent all the same. */
const KEEPS_SENDING = /^(\S+) keeps sending (\w+): (?:more than )?\d+ requests /;

/** A loop that waits for time only: nobody waits for another host, and one timer goes off again and again. */
function hintForTimerLoop(details: readonly string[]): string | undefined {
  if (details.some((text) => WAITS_FOR_HOST.test(text))) return undefined;
  const [, place = "", times = "0"] =
    details.map((text) => FIRED.exec(text)).find((found) => found !== null) ?? [];
  if (Number(times) < MANY_TIMERS) return undefined;
  return `An endless loop that waits with timers: the one at ${place} has fired ${times} times. What should end the loop, and who should make that come true?`;
}

const WAITS_FOR_HOST = / waits for \S+ to answer |; it has sent \d/;
/** The busiest come first. */
const FIRED = /^timers of \S+ \((\S+:\d+:\d+)\): fired (\d+) times$/;
const MANY_TIMERS = 100;

/** As the realm says it of modules and globals that a node does not have. */
const REFUSED = "is not available to a node of this lab";

/** The same of a name that looks like one of them, and as the kit says it of a file. */
const NO_SUCH_MODULE =
  /is not available to a node of this lab\. Did you mean |expected a file \S+ in the submission/;

/** As the engine says it. */
const FULL_STACK = "Maximum call stack size exceeded";

/** As tests say it of a call that nobody answers. */
const NOT_RETURNED = / did not return within /;

/** As the kernel says it of a module without the class. */
const NO_CLASS = /expected the file to export a class /;

/** The name of an error class, where its text should be. */
const TEXT_FOR_CLASS = / threw Error: (Err[A-Z]\w*|\w+Error)\b/;

/** As the engine says it. */
const NOTHING_THERE =
  /Cannot (?:read|set) properties of (?:undefined|null)|Cannot (?:read|write) private member/;
const OF_NOTHING =
  "Something that the line takes for an object is undefined. Was it given a value: in the constructor, or by a find, a get or an index that found nothing (NaN finds nothing)? If it is `this`, a method was taken from its object, as in `const run = this.run`: call this.run(…), or pass on (x) => this.run(x).";

/** Errors that the language throws. A lab's own errors are part of its protocol. */
const PROGRAMMING: ReadonlySet<string> = new Set(["TypeError", "ReferenceError", "RangeError"]);

const UNAWAITED_CALL =
  "The method that the details name ended before the call that it made: whoever called it went on, and nothing had happened yet. Write await before the call, and before each function on the way to it, or return its promise.";

const HANDLER_THREW = /^a handler threw /;
const HANDLER_TIMED_OUT = "a handler threw TimeoutError";

const TIMED_OUT = " failed with TimeoutError: ";
/** Such an error comes from the network, so there is no line to look at. */
const UNCAUGHT_TIMEOUT =
  "A call got no reply, and nobody caught its TimeoutError. Any call may end like this: catch it around each call, even where nobody waits for the reply.";

const NEXT: Readonly<Record<Exclude<HintKind, "failed">, string>> = {
  deadlock:
    "Each of the calls in the details waits for something that nobody will do any more. Which promise is never resolved, and who should have resolved it?",
  "no-progress":
    "The call that the test waits for never finishes. The details show who waits for whom and who never answers; the events are those around the moment when it got stuck.",
  "endless-loop":
    "Look at the loop, or the recursion, at this line: what should end it, and why does it not?",
  "busy-wait":
    "The clock stands still while code runs, so a loop cannot wait for it. Wait with await and a promise that setTimeout resolves.",
  "host-error":
    "Nobody caught this error. Look at the line, and await each promise that may be rejected, or catch its error.",
  stuck:
    "Look for code that never finishes by itself: a loop, a regular expression on a long string, a sort of a huge list.",
  crashed: "A node must not end the process. Look for what the code does just before.",
  "out-of-memory": "Look for what only grows: a list, a map, or a string that is added to and never trimmed.",
};
