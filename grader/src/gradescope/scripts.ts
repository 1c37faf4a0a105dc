import {
  GRADESCOPE_HIDDEN_VISIBILITY,
  type GradescopeVisibility,
} from "../formats/platforms/gradescopeFormat";
import { NOT_FINAL_FORMATS } from "../formats/writeFormats";
import { WORKER_NOT_STARTED } from "../process/workerCannotLoad";

/** How messages begin that say that the machine was in the way. */
const NO_AUTOGRADER_RESULT = [NOT_FINAL_FORMATS, WORKER_NOT_STARTED];

/** What Gradescope runs once, when the image is built. It starts as root. */
export function autograderSetupScript(): string {
  return `#!/usr/bin/env bash
# Makes sure that there is a Node that the kit can use, and installs the kit's packages.
set -euo pipefail
cd "$(dirname "$0")/kit"
if ! node -e 'process.exit(require("./toolkit/bin/nodeVersion").nodeProblem(process.version) ? 1 : 0)'; then
  apt-get update
  apt-get install -y --no-install-recommends nodejs npm
  npm install --global n
  n 24
  hash -r
fi
npm ci --no-audit --no-fund
`;
}

/**
 * What Gradescope runs for each submission. It leaves a results.json: without one, students see nothing but that the
 * autograder failed. That is right only where the machine was in the way, and a score would be wrong. AUTOGRADER_ROOT is for trying it elsewhere.
 *
 * @param seeds whether secret seeds are in the archive
 * @param hidden when students see the results of the hidden tests that are in the archive; undefined: there are none
 */
export function autograderRunScript(
  lab: string,
  { seeds, hidden }: { readonly seeds: boolean; readonly hidden?: GradescopeVisibility },
): string {
  const options = [
    ...(seeds ? [' --secret-seeds "$root/source/secret-seeds.txt"'] : []),
    ...(hidden === undefined ? [] : [' --hidden-tests "$root/source/hidden"']),
  ].join("");
  return `#!/usr/bin/env bash
root="\${AUTOGRADER_ROOT:-/autograder}"
results="$root/results/results.json"
mkdir -p "$root/results"
rm -f "$results"
cd "$root/source/kit" || exit 1
unset INIT_CWD
${hidden === undefined ? "" : `export ${GRADESCOPE_HIDDEN_VISIBILITY}=${hidden}\n`}told=()
if [ -f "$root/submission_metadata.json" ]; then told=(--gradescope-metadata "$root/submission_metadata.json"); fi
problem=$(node grader/bin/grader.js grade ${lab} --jobs 1 --submission "$root/submission" --format "gradescope:$results"${options} "\${told[@]}" 2>&1 >/dev/null)
if printf '%s' "$problem" | grep -qE '^(${NO_AUTOGRADER_RESULT.join("|")})'; then
  # No result: the submission can be run again, and nobody has lost a point until then.
  printf '%s\\n' "$problem" >&2
  exit 1
fi
if [ ! -f "$results" ]; then
  printf '%s' "$problem" | node -e 'console.log(JSON.stringify({ score: 0, output: "Nothing was graded: " + require("fs").readFileSync(0, "utf8") }))' > "$results"
fi
`;
}
