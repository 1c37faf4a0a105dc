import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/**
 * Where a test finds what it imports. Until 0.2.0 a lab's harness, expectations and given files were in the lab's own
 * folder, so hidden tests from then import `../../lab2/harness`. They find it in `tests/support` or in `given`, unless
 * the lab's folder has such a file as well.
 *
 * @param request what the test imports, such as "../harness"
 * @param tests the lab's folder of tests, absolute
 */
export function movedSupport(request: string, tests: string): string {
  if (!request.startsWith("../")) return request;
  const wanted = resolve(tests, request);
  if (dirname(wanted) !== dirname(tests) || existsSync(`${wanted}.ts`)) return request;
  const places = [join(tests, "support"), join(tests, "../given")].map((place) =>
    join(place, basename(wanted)),
  );
  return places.find((place) => existsSync(`${place}.ts`)) ?? request;
}
