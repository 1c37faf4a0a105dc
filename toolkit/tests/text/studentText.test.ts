import fc from "fast-check";
import { expect } from "chai";
import { cleanName, cleanText, cleanTexts, MOST_TEXT_CHARACTERS } from "toolkit/text/studentText";
import { HARMFUL, hostileText } from "../support/hostileText";

describe("cleanText", () => {
  it("leaves honest text as it is", () => {
    for (const text of [
      "x 0 1 y",
      "two\n\tlines",
      "Zoë, naïve, e\u0301, Ωμέγα, Привет, 日本語, 한국어, العربية",
      "👍 👍🏽 👩‍👩‍👧 🏳️‍🌈 1️⃣ #️⃣ ❤️ ☂",
      "12.4 ms  server-0 → clerk-0  LOST: reply to append(…) – “quoted”",
      "# not an order ## [none] #[either]",
    ])
      expect(cleanText(text)).to.equal(text);
  });

  it("shows what cannot be seen, and orders, as escapes", () => {
    for (const [text, shown] of [
      ["\u001b[31mred\u001b[0m", "\\u001b[31mred\\u001b[0m"],
      ["\u001b]8;;a\u0007", "\\u001b]8;;a\\u0007"],
      ["a\r\nb\r", "a\\r\nb\\r"],
      ["\u0000\u007f\u009b2J", "\\u0000\\u007f\\u009b2J"],
      ["user\u202enimda\u2066", "user\\u202enimda\\u2066"],
      ["a\u200bb\u200db\ufeff\u00ad", "a\\u200bb\\u200db\\ufeff\\u00ad"],
      ["\u{e0041}\u2028\u2029", "\\u{e0041}\\u2028\\u2029"],
      ["\ud83d and \ude00", "\\ud83d and \\ude00"],
      ["##[add-mask]x ###[a] ##vso[b]", "\\u0023#[add-mask]x #\\u0023#[a] \\u0023#vso[b]"],
      ["#\ufe0f#\ufe0f[group]", "#\\ufe0f#\\ufe0f[group]"],
    ] as const)
      expect(cleanText(text)).to.equal(shown);
  });

  it("cuts long text, between characters, and says how long it was", () => {
    const cut = cleanText("😀".repeat(3_000));
    expect(cut).to.match(/^(?:😀)+… \(6000 characters\)$/u);
    expect(cut.length).to.be.within(MOST_TEXT_CHARACTERS - 2, MOST_TEXT_CHARACTERS);
    expect(cleanText("\u001b".repeat(1_000))).to.match(/^[\\u001b]+… \(1000 characters\)$/);
  });

  it("leaves nothing harmful in any text, and clean text alone", () => {
    fc.assert(
      fc.property(hostileText(), fc.integer({ min: 40, max: 400 }), (text, most) => {
        const clean = cleanText(text, most);
        expect(clean).to.not.match(HARMFUL);
        expect(clean.length).to.be.at.most(most);
        expect(cleanText(clean, most)).to.equal(clean);
        expect(cleanName(text)).to.not.match(/[\n\t]/);
      }),
    );
  });

  it("cleans data in place, whatever its keys", () => {
    const data: unknown = JSON.parse('{"a":["\\u001b",{"b":"\\u0007","__proto__":{"c":"\\u0000"}}],"n":1}');
    expect(JSON.stringify(cleanTexts(data))).to.equal(
      '{"a":["\\\\u001b",{"b":"\\\\u0007","__proto__":{"c":"\\\\u0000"}}],"n":1}',
    );
  });
});
