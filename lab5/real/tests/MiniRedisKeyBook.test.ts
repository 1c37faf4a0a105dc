import { expect } from "chai";
import { MiniRedisKeyBook } from "../dashboard/MiniRedisKeyBook";

const ALL = { find: "", onlyTtl: false, from: 0, most: 10 };

describe("lab 5: what the dashboard knows about keys", () => {
  it("puts the keys that expire first, the soonest before all, and counts down", () => {
    const book = new MiniRedisKeyBook();
    book.take(["d", "b", "a", "c"]);
    book.note("a", null, 1_000);
    book.note("c", 60, 1_000);
    book.note("d", 5, 1_000);
    expect(book.withTtl).to.equal(2);
    expect(book.page(ALL, 3_500)).to.deep.equal({
      all: 4,
      from: 0,
      rows: [
        { key: "d", ttl: 3 },
        { key: "c", ttl: 58 },
        { key: "a", ttl: null },
        { key: "b", ttl: undefined },
      ],
    });
  });

  it("keeps what it knows when names come again, and forgets keys that are gone", () => {
    const book = new MiniRedisKeyBook();
    book.take(["a", "b", "c"]);
    for (const key of ["a", "b", "c"]) book.note(key, 9, 0);
    book.take(["a", "b"]);
    book.note("b", undefined, 0);
    book.note("nobody", 9, 0);
    expect(book.page(ALL, 0).rows).to.deep.equal([{ key: "a", ttl: 9 }]);
  });

  it("looks first at keys of which it knows nothing, then at all in turn", () => {
    const book = new MiniRedisKeyBook();
    book.take(["a", "b", "c"]);
    book.note("b", null, 0);
    expect(book.due(10)).to.deep.equal(["a", "c"]);
    for (const key of ["a", "c"]) book.note(key, null, 0);
    expect([book.due(2), book.due(2), book.due(2)]).to.deep.equal([
      ["a", "b"],
      ["c", "a"],
      ["b", "c"],
    ]);
    expect(book.due(10), "each key once").to.have.members(["a", "b", "c"]).and.to.have.length(3);
    book.take([]);
    expect(book.due(10)).to.deep.equal([]);
  });

  it("goes back to the last page when there are fewer keys than before", () => {
    const book = new MiniRedisKeyBook();
    book.take(Array.from({ length: 25 }, (_, i) => `k${String(i).padStart(2, "0")}`));
    expect(book.page({ ...ALL, from: 40 }, 0)).to.include({ all: 25, from: 20 });
    expect(book.page({ ...ALL, find: "k1", from: 10 }, 0)).to.include({ all: 10, from: 0 });
    expect(book.page({ ...ALL, find: "zzz" }, 0)).to.deep.equal({ all: 0, from: 0, rows: [] });
  });
});
