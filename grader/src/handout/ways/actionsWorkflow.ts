/** A workflow for plain GitHub Actions: every push is graded; the run's page shows the report. */
export function actionsWorkflow(): string {
  return `# Grades every push. The page of the run shows the report; the pictures are in its artifact "reports".
name: Grade
on: [push, pull_request, workflow_dispatch]
permissions:
  contents: read
jobs:
  grade:
    runs-on: ubuntu-latest
    timeout-minutes: 15
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with:
          # One version is enough: the report is the same on each, and 24 is kept up longest.
          node-version: 24
          cache: npm
      - name: Install
        run: npm ci --no-audit --no-fund
      # Fails as long as points are missing.
      - name: Grade
        run: npm run grade all -- --format markdown --format junit --format json
      - uses: actions/upload-artifact@v6
        if: always()
        with:
          name: reports
          path: reports
          if-no-files-found: warn
`;
}
