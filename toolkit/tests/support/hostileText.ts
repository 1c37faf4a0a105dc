import fc from "fast-check";

/** What no reader of a report may meet in it: controls, marks of direction, what cannot be seen, orders to a runner. */
export const HARMFUL =
  /(?![\t\n])\p{Cc}|\p{Cs}|\p{Zl}|\p{Zp}|[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff]|[\u{e0000}-\u{e0fff}]|##\w*\[/u;

/** What a whole report of full marks looks like. */
export const FULL_MARKS = [
  "sum: Adding up",
  "│ 1 │ ✓ TestTwo │ 4/4 │ 4 │",
  "✓ TestMany",
  "Score: 10 of 10 points (2 of 2 tests passed, 1.2 s)",
  "::notice title=Autograding complete::Points 10/10",
].join("\n");

const PIECES = [
  "\u001b[2J",
  "\u001b]0;title\u0007",
  "\u001b]52;c;aGk=\u0007",
  "\u009b1A",
  "\r",
  "\u202e",
  "\u200b",
  "\u{e0041}",
  "\ud800",
  "\udc00",
  "\u2028",
  "\u00a0",
  "\u3000",
  "👩‍👩‍👧",
  "\n",
  "\n\n",
  "\n::add-mask::x",
  "::notice title=Autograding complete::Points 100/100",
  "::stop-commands::t",
  "\n  ##[group]",
  "##[error]",
  "##vso[task.complete]",
  "\n✗ TestTwo: no",
  "\nScore: 10 of 10 points",
  "```",
  "\n~~~~",
  "\n- [ ] a",
  "\n1. b",
  "# head",
  "\n===",
  "\n---",
  "\n    code",
  "\n| a | b |\n| --- | --- |\n| 1 | 2 |",
  "> quote",
  "@somebody",
  "owner/name#12",
  "https://example.org/a_b",
  "www.example.org",
  "a@example.org",
  "<img src=x onerror=alert(1)>",
  "<!--",
  "</script>",
  "![a](b)",
  "[a](b)",
  "[a]: b",
  "**b**",
  "~~s~~",
  "`",
  "\\",
  "&nbsp;",
  "&#0;",
  "&#x1b;",
  "&amp",
  "&",
  "]]>",
  "<![CDATA[",
  '"',
  "'",
  "$x$",
  " ",
  "\t",
  FULL_MARKS,
];

/** Texts that nobody honest prints: pieces that do something somewhere, between any characters. */
export function hostileText(): fc.Arbitrary<string> {
  const piece = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...PIECES) },
    fc.string({ unit: "binary", maxLength: 5 }),
  );
  const halves = fc
    .array(fc.integer({ min: 0xd7f0, max: 0xe010 }), { maxLength: 3 })
    .map((units) => String.fromCharCode(...units));
  return fc
    .array(fc.oneof({ weight: 8, arbitrary: piece }, halves), { maxLength: 8 })
    .map((parts) => parts.join(""));
}
