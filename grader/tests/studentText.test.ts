import fc from "fast-check";
import { expect } from "chai";
import { parseReport } from "../src/protocol/protocol";
import { cleanName, cleanText, cleanTexts, MOST_CHARACTERS } from "toolkit/text/studentText";
import { typeProblems } from "../src/types/TypeCheck";
import { HARMFUL, hostileText } from "./support/hostileText";

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
    expect(cut.length).to.be.within(MOST_CHARACTERS - 2, MOST_CHARACTERS);
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

describe("a report of the worker", () => {
  const explanation = { kind: "failed", message: "m", details: [], lastEvents: [], console: [] };
  const read = (report: object): ReturnType<typeof parseReport> =>
    parseReport(JSON.stringify({ token: "t", report }), "t");

  it("is clean, and has bounds", () => {
    const said = read({
      type: "seed",
      digest: "0",
      id: 1,
      seed: 1,
      explanation: {
        ...explanation,
        message: "a\u001b[2Jb".repeat(10_000),
        file: "a\nb.ts",
        details: Array.from({ length: 5_000 }, () => "x".repeat(5_000)),
        console: Array.from({ length: 150 }, String),
      },
    });
    if (said?.type !== "seed" || said.explanation === undefined) throw new Error("expected a seed's report");
    expect(said.explanation.message).to.match(/^a\\u001b\[2Jb.* \(60000 characters\)$/);
    expect(said.explanation.file).to.equal("a\\nb.ts");
    expect(said.explanation.details.slice(-1)).to.deep.equal(["… and 4990 more"]);
    expect(said.explanation.console).to.have.length(101);
    expect(said.explanation.console.slice(-1)).to.deep.equal(["… and 50 more"]);
  });

  it("is not believed when it breaks the schema", () => {
    expect(read({ type: "seed", digest: "0", id: 1, seed: 1, explanation })).to.not.equal(undefined);
    for (const wrong of [
      { seed: -1 },
      { seed: 1.5 },
      { explanation: { ...explanation, line: -1 } },
      { id: "1" },
    ])
      expect(read({ type: "seed", digest: "0", id: 1, seed: 1, ...wrong }), JSON.stringify(wrong)).to.equal(
        undefined,
      );
    expect(
      read({ type: "seed", digest: "0", id: 1, seed: 1, explanation: { ...explanation, kind: "a b" } }),
    ).to.equal(undefined);
    const endless = '{"token":"t","report":{"type":"seed","id":1,"seed":1e999}}';
    expect(parseReport(endless, "t")).to.equal(undefined);
    expect(parseReport(JSON.stringify({ token: "other", report: { type: "beat" } }), "t")).to.equal(
      undefined,
    );
    expect(parseReport(`{"token":"t","report":${"[".repeat(50_000)}${"]".repeat(50_000)}}`, "t")).to.equal(
      undefined,
    );
  });
});

describe("an answer of the type check", () => {
  it("is clean", () => {
    const error = { file: "a\u001b.ts", line: 1, column: 1, code: "TS1", message: "\u202e".repeat(1_000) };
    const { errors } = typeProblems.parse({ errors: [error], more: 0 });
    expect(errors[0]).to.include({ file: "a\\u001b.ts" });
    expect(errors[0]?.message).to.match(/^(?:\\u202e)+.*… \(1000 characters\)$/);
  });
});
