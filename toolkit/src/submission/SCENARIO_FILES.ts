/** Files of a solution that are its scenarios, and what those are made of: no part of its program. */
export const SCENARIO_FILES: readonly string[] = ["scenarios.ts", "scenarioSteps.ts"];
