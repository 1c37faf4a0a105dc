import { kvModel } from "checker";

/**
 * Steps of the check for sequential consistency: unlike the others it may have to try many orders, and no right store
 * may be in doubt.
 */
export const SEQUENTIAL_STEPS = 20_000_000;

/** A key/value store for the checkers, in this lab's words: "set" in place of "put". */
export const storeModel: typeof kvModel = {
  ...kvModel,
  describeOperation: (input, output) => kvModel.describeOperation(input, output).replace(/^put/, "set"),
};
