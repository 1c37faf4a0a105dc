import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/**
 * Where a test finds what it imports. Until 0.2.0 a lab's harness and expectations were in the lab's own folder, so
 * hidden tests from then import `../../lab2/harness`. They find it in `tests/support`, unless the lab has such a file
 * as well.
 *
 * @param request what the test imports, such as "../harness"
 * @param tests the lab's folder of tests, absolute
 */
export function movedSupport(request: string, tests: string): string {
  if (!request.startsWith("../")) return request;
  const wanted = resolve(tests, request);
  const moved = join(tests, "support", basename(wanted));
  const isGone = dirname(wanted) === dirname(tests) && !existsSync(`${wanted}.ts`);
  return isGone && existsSync(`${moved}.ts`) ? moved : request;
}
