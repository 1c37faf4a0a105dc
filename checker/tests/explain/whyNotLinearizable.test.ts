import { expect } from "chai";
import {
  kvModel,
  whyNotLinearizable,
  type WhyNotLinearizable,
  type WhyOptions,
  type KVInput,
} from "../../src";
import { storeHistory } from "../support/storeHistory";

function why(
  text: string,
  options: Partial<WhyOptions<KVInput, string>> = {},
): WhyNotLinearizable | undefined {
  return whyNotLinearizable(kvModel, storeHistory(text), { about: ({ key }) => key, ...options });
}
const STALE = "a: x=1 x=2 _\nb: _ _ x?1";

describe("whyNotLinearizable", () => {
  it("has nothing to say of a history that is linearizable", () => {
    expect(why("a: x=1 x=2 _\nb: _ _ x?2")).to.equal(undefined);
  });

  it("blames an operation when it is asked to explain, and says what its messages are about", () => {
    const found = why(STALE);
    expect(found?.message).to.match(/^not linearizable/);
    expect(found?.details.restsOn).to.equal("history");
    const explained = found?.details.explain?.();
    expect(explained?.message).to.contain('b\'s get("x") → "1"');
    expect(explained?.about).to.deep.equal({ text: "x", untilMs: 22 });
    expect(explained?.history.operations.map(({ status }) => status)).to.include("impossible");
  });

  it("shortens outputs in words and in the picture", () => {
    const { history, message } = why(STALE, { shorten: () => "…" })?.details.explain?.() ?? {};
    expect(message).to.contain('get("x") → "…"');
    expect(JSON.stringify(history)).not.to.contain('→ \\"1\\"');
  });

  it("rests on nothing when the history could not be checked", () => {
    const found = why(STALE, { steps: 0, fixedOrder: false });
    expect(found?.message).to.match(/^the history could not be checked: /);
    expect(found?.details).to.deep.equal({});
  });
});
