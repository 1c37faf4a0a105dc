import type { DebugAct } from "labrpc/testing";
import type { DebugPageState } from "./DebugPageState";

/** What the page asks of its server, and what it hears from it. */
export class DebuggerClient {
  readonly #hear: (state: DebugPageState) => void;
  readonly #say: (notice: string) => void;
  #isBusy = false;

  /** @param hear is called with each new state @param say with what went wrong, or was saved */
  constructor(hear: (state: DebugPageState) => void, say: (notice: string) => void) {
    this.#hear = hear;
    this.#say = say;
    const states = new EventSource("states");
    states.addEventListener("message", ({ data }: MessageEvent<string>) =>
      this.#hear(JSON.parse(data) as DebugPageState),
    );
    states.addEventListener("error", () =>
      this.#say("The command that serves this page has ended, or does not answer."),
    );
  }

  act(act: DebugAct): void {
    void this.#post("command", { kind: "act", act });
  }

  go(branch: number, at: number): void {
    void this.#post("command", { kind: "go", branch, at });
  }

  restart(): void {
    void this.#post("command", { kind: "restart" });
  }

  save(what: "choices" | "scenario"): void {
    void this.#post("save", { what });
  }

  /** One at a time: who clicks faster than the run goes would choose among events that are gone. */
  async #post(path: string, body: object): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    document.documentElement.dataset["busy"] = "true";
    try {
      const answer = await fetch(path, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
      if (!answer.ok) this.#say((await answer.text()).trim());
      else if (path === "save") this.#say(((await answer.json()) as { said: string }).said);
    } catch {
      this.#say("The command that serves this page does not answer.");
    } finally {
      this.#isBusy = false;
      delete document.documentElement.dataset["busy"];
    }
  }
}
