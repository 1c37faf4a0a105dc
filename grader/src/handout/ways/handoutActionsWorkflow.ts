/** A workflow for plain GitHub Actions: every push is graded; the run's page shows the report. */
export function handoutActionsWorkflow(): string {
  return `# Grades every push. The page of the run shows the report; the pictures are in its artifacts.
name: Grade
on: [push, pull_request, workflow_dispatch]
permissions:
  contents: read
jobs:
  grade:
    strategy:
      fail-fast: false
      matrix:
        # Reports are the same on every version. To save minutes, keep only one of them.
        node: [20, 22, 24, 26]
    runs-on: ubuntu-latest
    timeout-minutes: 15
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with:
          node-version: \${{ matrix.node }}
          cache: npm
      - name: Install
        run: npm ci --no-audit --no-fund
      # Fails as long as points are missing.
      - name: Grade
        run: npm run grade all -- --format markdown --format junit --format json
      - uses: actions/upload-artifact@v6
        if: always()
        with:
          name: reports-node-\${{ matrix.node }}
          path: reports
          if-no-files-found: warn
`;
}
