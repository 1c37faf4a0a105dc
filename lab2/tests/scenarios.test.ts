import { scenarioTestOf } from "harness";
import { stage } from "./stage";

describe("Lab 2, part 0: scenarios", () => {
  scenarioTestOf("TestScenarios", stage);
});
