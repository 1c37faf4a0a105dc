/**
 * What Classroom 50 needs: its runner calls `autograder.py` in the student's checkout, and reads `result.json` there.
 * Exit code 0 means that grading worked, whatever the points.
 */
export function classroom50Autograder(): string {
  return `"""Grades one lab for Classroom 50, and writes result.json.

The folder of this file has the name of the assignment. The lab is the one that LAB names, or
that the assignment is called; with one lab in the repository it is that one.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path


def lab_name():
    labs = sorted(file.parent.name for file in Path.cwd().glob("*/lab.json"))
    wanted = os.environ.get("LAB") or os.environ.get("ASSIGNMENT", "")
    if wanted in labs:
        return wanted
    if len(labs) == 1:
        return labs[0]
    sys.exit(f"expected LAB or ASSIGNMENT to be one of {labs}, got {wanted!r}")


def npm(*arguments):
    program = shutil.which("npm")
    if program is None:
        sys.exit("expected npm on the path, got none; set \\"node\\" in the assignment's runtime")
    return subprocess.run([program, *arguments], check=False).returncode


result = Path.cwd() / "result.json"
result.unlink(missing_ok=True)
if npm("ci", "--no-audit", "--no-fund") != 0:
    sys.exit("expected npm ci to install the packages, got an error")
# Points may be missing (exit code 1); result.json says how many.
code = npm("run", "grade", lab_name(), "--", "--format", f"classroom50:{result}", "--format", "markdown:release-body.md")
sys.exit(0 if code in (0, 1) and result.is_file() else 1)
`;
}

/** The toolchain of the assignment, for `gh teacher assignment add --runtime`. */
export function classroom50Runtime(): string {
  return `${JSON.stringify({ "runs-on": "ubuntu-latest", node: "24" }, null, 2)}\n`;
}

/** A workflow that a teacher starts by hand: does autograder.py do its work in this repository? */
export function classroom50Rehearsal(): string {
  return `# Classroom 50 brings its own workflow. This one, started by hand, tries autograder.py without it.
name: Rehearse Classroom 50
on: workflow_dispatch
permissions:
  contents: read
jobs:
  rehearse:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with:
          # One version is enough: the report is the same on each, and 24 is kept up longest.
          node-version: 24
          cache: npm
      - name: Grade
        run: |
          for lab in */lab.json; do
            LAB=$(dirname "$lab")
            export LAB
            python3 classroom50/autograder.py
            mkdir -p "reports/$LAB"
            mv result.json "reports/$LAB/result.json"
          done
        env:
          CLASSROOM: rehearsal
          ASSIGNMENT: rehearsal
          SUBMISSION_TAG: submit/rehearsal
          USERNAME: rehearsal
          COMMIT_URL: commit
          RELEASE_URL: release
      - uses: actions/upload-artifact@v6
        if: always()
        with:
          name: reports
          path: reports
`;
}
