/** Scenarios by name. */
export type ScenariosOn<Stage> = Readonly<Record<string, (stage: Stage) => Promise<void>>>;

/** Plays a student's scenarios, one at a time. */
export class ScenarioDirector<Stage extends { finish(): Promise<void> }> {
  readonly #scenarios: ScenariosOn<Stage>;
  readonly #stage: Stage;

  constructor(scenarios: ScenariosOn<Stage>, stage: Stage) {
    this.#scenarios = scenarios;
    this.#stage = stage;
  }

  /** The names of all scenarios, in their order. */
  names(): string[] {
    return Object.keys(this.#scenarios);
  }

  /** Resolves when the scenario has come to its end; rejects with what it throws. */
  async play(name: string): Promise<void> {
    const scenario = this.#scenarios[name];
    if (typeof scenario !== "function")
      throw new TypeError(`expected a function as scenario ${JSON.stringify(name)}, got ${typeof scenario}`);
    await scenario(this.#stage);
    await this.#stage.finish();
  }
}
