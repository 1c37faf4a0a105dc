import { expect } from "chai";
import { OrdersSeen } from "../../../src/explore/search/OrdersSeen";

const fingerprint = (order: number): string => order.toString(16).padStart(16, "0");

function seen(...orders: number[]): OrdersSeen {
  const search = new OrdersSeen();
  for (const order of orders) search.add(fingerprint(order));
  return search;
}

describe("the orders that a search has seen", () => {
  it("promise something new as often as an order was seen once only", () => {
    expect(seen().tally).to.deep.equal({ runs: 0, orders: 0, chanceOfNew: 1 });
    expect(seen(1, 2, 3).tally).to.deep.equal({ runs: 3, orders: 3, chanceOfNew: 1 });
    expect(seen(1, 2, 1, 1).tally).to.deep.equal({ runs: 4, orders: 2, chanceOfNew: 0.25 });
    expect(seen(1, 1, 2, 2).tally).to.deep.equal({ runs: 4, orders: 2, chanceOfNew: 0 });
  });

  it("are estimated as they are", () => {
    // 40 orders, the nth half as likely as the one before: what is unseen after 100 runs is known.
    let state = 7;
    const draw = (): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return Math.min(39, Math.floor(-Math.log2((state + 1) / 2 ** 32)));
    };
    let [guessed, was] = [0, 0];
    for (let trial = 0; trial < 400; trial++) {
      const orders = Array.from({ length: 100 }, draw);
      guessed += seen(...orders).tally.chanceOfNew;
      was += orders.includes(draw()) ? 0 : 1;
    }
    expect(guessed / 400).to.be.closeTo(was / 400, 0.01);
  });
});
