import type { Message, Script } from "../../simulation/messages/Message";

/** A script that acts on the first `count` messages that match, and counts them. Pass it to `network.script`. */
export function onMessages(
  count: number,
  matches: (message: Message) => boolean,
  decided: ReturnType<Script>,
): { script: Script; seen: () => number } {
  let seen = 0;
  return {
    script: (message) => {
      if (seen >= count || !matches(message)) return undefined;
      seen += 1;
      return decided;
    },
    seen: () => seen,
  };
}
