import { testsOf, type Simulate } from "labrpc/testing";
import { labCodeAt } from "./lab/labCodeAt";

/**
 * Makes the `simulate` of a lab: it declares a mocha test that runs a scenario once per seed. Throws when the folder is
 * in no lab.
 *
 * @param folder the lab's or one in it, absolute: `__dirname` of the lab's harness
 */
export function testsOfLab(folder: string): Simulate {
  return testsOf(labCodeAt(folder));
}
