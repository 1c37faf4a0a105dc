/** The style of the HTML report: light and dark as the system says, black on white on paper. */
export const REPORT_HTML_STYLE = `
:root { color-scheme: light dark; --ground: #fff; --raised: #f5f6f9; --text: #1c2430; --faint: #5d6878;
  --line: #dde1e8; --good: #2c7a4b; --bad: #c4161c; --warn: #9a6a00; --link: #0b5cc4; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #14181f; --raised: #1d232d; --text: #e4e9f0; --faint: #9aa6b5; --line: #323b49;
    --good: #69c98f; --bad: #ff6b6b; --warn: #e0b04a; --link: #7cb4ff; }
}
@media print {
  :root { color-scheme: light; --ground: #fff; --raised: #fff; --text: #000; --faint: #444; --line: #bbb;
    --good: #1d5c37; --bad: #a00; --warn: #6b4a00; --link: #000; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1020px; margin: 0 auto; padding: 24px 20px 60px; }
h1 { margin: 0; font-size: 22px; }
h2 { margin: 28px 0 8px; font-size: 17px; overflow-wrap: anywhere; }
h3 { margin: 14px 0 4px; color: var(--faint); font-size: 13px; }
p { margin: 4px 0; }
a { color: var(--link); }
header { padding: 16px 20px; border: 1px solid var(--line); border-left: 6px solid var(--bad); border-radius: 8px; background: var(--raised); }
header.passed { border-left-color: var(--good); }
.score { font-size: 17px; }
.score strong { font-size: 34px; }
.meter { height: 10px; margin: 4px 0 10px; overflow: hidden; border: 1px solid var(--line); border-radius: 5px; background: var(--ground); }
.meter span { display: block; height: 100%; background: var(--good); print-color-adjust: exact; }
table { width: 100%; border-collapse: collapse; }
th { color: var(--faint); font-size: 13px; text-align: left; }
th, td { padding: 6px 10px; border-bottom: 1px solid var(--line); vertical-align: top; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.status { font-weight: 600; white-space: nowrap; }
.passed .status { color: var(--good); }
.failed .status { color: var(--bad); }
.not-run .status { color: var(--warn); }
.faint { color: var(--faint); font-size: 13.5px; }
.optional { padding: 0 7px; border: 1px solid var(--line); border-radius: 9px; color: var(--faint); font-size: 12px; font-weight: 400; }
.picture { padding: 2px 10px; border: 1px solid var(--link); border-radius: 6px; font-size: 13px; font-weight: 600; text-decoration: none; white-space: nowrap; }
.failure { margin-top: 22px; padding: 4px 20px 14px; border: 1px solid var(--line); border-left: 6px solid var(--bad); border-radius: 8px; }
.failure:target { outline: 2px solid var(--link); }
.failure h2 { margin-top: 12px; color: var(--bad); }
.failure h2 .picture { margin-left: 8px; }
.message { margin: 8px 0; font-size: 16px; font-weight: 600; overflow-wrap: anywhere; white-space: pre-wrap; }
.cause, .reasons { margin: 8px 0; padding-left: 20px; }
.cause { list-style: none; padding: 6px 12px; border-left: 4px solid var(--warn); background: var(--raised); }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 4px 16px; margin: 8px 0; }
dt { color: var(--faint); }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
dd, pre, code { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, monospace; font-size: 13px; }
dd.hint { font: inherit; }
dd.expected { color: var(--good); font-weight: 600; }
dd.got { color: var(--bad); font-weight: 600; }
pre { margin: 0; padding: 8px 12px; overflow-wrap: anywhere; white-space: pre-wrap; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); }
/* Lines of code keep their columns, so that the mark stands below what it marks. */
pre.frame { overflow-x: auto; white-space: pre; }
li { overflow-wrap: anywhere; white-space: pre-wrap; }
@media (max-width: 640px) {
  main { padding: 12px 10px 40px; }
  header, .failure { padding-left: 12px; padding-right: 12px; }
  th, td { padding: 6px 4px; font-size: 13px; overflow-wrap: anywhere; }
  .status, .number { white-space: normal; }
  .tests thead { display: none; }
  .tests tr { display: flex; flex-wrap: wrap; gap: 2px 12px; padding: 8px 0; border-bottom: 1px solid var(--line); }
  .tests td { padding: 0; border: 0; }
  .tests td:first-child, .tests td:last-child, .tests td:empty { display: none; }
  .tests td:nth-child(3) { flex: 0 0 100%; order: -1; }
  dl { grid-template-columns: minmax(0, 1fr); gap: 2px; }
  dd { margin-bottom: 6px; }
  pre { padding: 6px 8px; }
  pre.frame { font-size: 11px; }
}
.bad h2 { color: var(--bad); }
.warn h2, .note { color: var(--warn); }
@media print {
  main { max-width: none; padding: 0; }
  .failure, header { break-inside: auto; }
  h2, h3 { break-after: avoid; }
  tr { break-inside: avoid; }
  pre.frame { white-space: pre-wrap; }
  a.picture { display: none; }
}
`;
