import { scenarioTestOf } from "harness";
import { stage } from "./stage";

describe("Lab N, part 0: scenarios", () => {
  scenarioTestOf("TestScenarios", stage);
});
