import { createInterface } from "node:readline/promises";

/** Asks at the terminal; resolves to what was typed, or undefined when nothing more comes or the signal is aborted. */
export type AskTour = (prompt: string, signal?: AbortSignal) => Promise<string | undefined>;

/** Lines of standard input, and a way to read no more. */
export function tourQuestions(): { readonly ask: AskTour; readonly close: () => void } {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const ended = new AbortController();
  // A question that is asked after the end of the input would never be answered.
  lines.once("close", () => {
    ended.abort();
  });
  return {
    ask: async (prompt, signal) => {
      if (ended.signal.aborted) return undefined;
      const until = signal === undefined ? ended.signal : AbortSignal.any([ended.signal, signal]);
      try {
        return await lines.question(prompt, { signal: until });
      } catch {
        return undefined;
      }
    },
    close: () => {
      lines.close();
    },
  };
}
