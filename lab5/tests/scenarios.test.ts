import { scenarioTestOf } from "harness";
import { stage } from "./stage";

describe("Lab 5, part 0: scenarios", () => {
  scenarioTestOf("TestScenarios", stage);
});
