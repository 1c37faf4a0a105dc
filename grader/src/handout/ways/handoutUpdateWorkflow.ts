/** Where the workflow is in a student repository. */
export const HANDOUT_UPDATE_WORKFLOW = ".github/workflows/update-kit.yml";

/**
 * A workflow that asks, by a pull request, to bring a student repository up to date with the course's template. The
 * variable KIT_TEMPLATE of the organisation names the template, and the secret KIT_TEMPLATE_TOKEN may read it where it
 * is private. Without the variable it does nothing.
 */
export function handoutUpdateWorkflow(): string {
  return `# Proposes the course's corrections as a pull request. Your own work is left alone.
name: Update from the course
on:
  schedule:
    - cron: "17 4 * * *"
  repository_dispatch:
    types: [update-kit]
  workflow_dispatch:
permissions:
  contents: write
  pull-requests: write
concurrency: update-kit
jobs:
  update:
    if: vars.KIT_TEMPLATE != '' && vars.KIT_TEMPLATE != github.repository
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@v5
      - uses: actions/checkout@v5
        with:
          repository: \${{ vars.KIT_TEMPLATE }}
          token: \${{ secrets.KIT_TEMPLATE_TOKEN || github.token }}
          path: .kit-template
          persist-credentials: false
      # The template's own program: an older one in this repository need not know how.
      - name: Update
        run: |
          mv .kit-template "$RUNNER_TEMP/kit-template"
          node "$RUNNER_TEMP/kit-template/toolkit/bin/updateFromTemplate.js" "$RUNNER_TEMP/kit-template" . > "$RUNNER_TEMP/update.md"
          cat "$RUNNER_TEMP/update.md" >> "$GITHUB_STEP_SUMMARY"
      - name: Propose
        run: |
          git add --all
          if git diff --cached --quiet; then
            echo "Nothing to change."
            exit 0
          fi
          git config user.name "github-actions[bot]"
          git config user.email "41898282+github-actions[bot]@users.noreply.github.com"
          base=$(git rev-parse --abbrev-ref HEAD)
          git checkout -B course-update
          git commit --quiet --message "Update from the course"
          git push --force origin course-update
          if [ -z "$(gh pr list --head course-update --state open --json number --jq '.[].number')" ]; then
            gh pr create --base "$base" --head course-update --title "Update from the course" --body-file "$RUNNER_TEMP/update.md"
          else
            gh pr edit course-update --body-file "$RUNNER_TEMP/update.md"
          fi
        env:
          GH_TOKEN: \${{ github.token }}
`;
}
