#!/usr/bin/env bash
# What PrairieLearn starts for each submission, in the image of the Dockerfile beside this file. The question's
# info.json sets LAB. GRADE_ROOT is for trying it elsewhere.
root="${GRADE_ROOT:-/grade}"
results="$root/results/results.json"
mkdir -p "$root/results"
rm -f "$results"
cd "$(dirname "$0")/../.." || exit 1
unset INIT_CWD
options=()
# In the question's folder "tests", which students do not see.
if [ -f "$root/tests/secret-seeds.txt" ]; then options+=(--secret-seeds "$root/tests/secret-seeds.txt"); fi
if [ -d "$root/tests/hidden" ]; then options+=(--hidden-tests "$root/tests/hidden"); fi
problem=$(node grader/bin/grader.js grade "${LAB:-}" --submission "$root/student" --format "prairielearn:$results" "${options[@]}" 2>&1 >/dev/null)
if [ ! -f "$results" ]; then
  # It costs the student no attempt.
  printf '%s' "$problem" | node -e 'console.log(JSON.stringify({ gradable: false, message: "Nothing was graded: " + require("fs").readFileSync(0, "utf8") }))' > "$results"
fi
