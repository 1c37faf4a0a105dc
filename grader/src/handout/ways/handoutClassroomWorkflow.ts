/**
 * A workflow for the autograding actions of GitHub Classroom. A step grades a lab with partial credit and writes the
 * output "result"; the reporter adds up the points of all steps.
 */
export function handoutClassroomWorkflow(labs: readonly string[]): string {
  const steps = labs.map(
    (lab) => `      # Points may be missing: the reporter is the one that fails the job.
      - name: Grade ${lab}
        id: ${handoutWorkflowId(lab)}
        continue-on-error: true
        run: npm run grade ${lab} -- --format github-classroom --format markdown
`,
  );
  const results = labs.map(
    (lab) =>
      `          ${handoutWorkflowId(lab).toUpperCase()}_RESULTS: \${{ steps.${handoutWorkflowId(lab)}.outputs.result }}\n`,
  );
  return `# Grades every push with the autograding actions of GitHub Classroom.
name: Autograding Tests
on:
  push:
  repository_dispatch:
  workflow_dispatch:
permissions:
  checks: write
  actions: read
  contents: read
jobs:
  run-autograding-tests:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    if: github.actor != 'github-classroom[bot]'
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with:
          # One version is enough: the report is the same on each, and 24 is kept up longest.
          node-version: 24
          cache: npm
      - name: Install
        run: npm ci --no-audit --no-fund
${steps.join("")}      - name: Report
        uses: classroom-resources/autograding-grading-reporter@v1
        env:
${results.join("")}        with:
          runners: ${labs.map(handoutWorkflowId).join(",")}
`;
}

/** The reporter looks for variables with this name, so it has no hyphens. */
function handoutWorkflowId(lab: string): string {
  return lab.replace(/\W/g, "_");
}
