import { expect } from "chai";
import { FrameReader, frameOf } from "../../src/isolation/protocol/frames";

describe("frames", () => {
  const texts = ["", "[]", "ä€😀", "x".repeat(70_000)];

  it("come out as they went in, in whatever pieces", () => {
    const all = Buffer.concat(texts.map(frameOf));
    for (const size of [1, 3, 4, 5, 1_000, all.length]) {
      const reader = new FrameReader(100_000);
      const read: string[] = [];
      for (let at = 0; at < all.length; at += size) read.push(...reader.push(all.subarray(at, at + size)));
      expect(read).to.deep.equal(texts);
    }
  });

  it("are refused when they are too large, before they have come", () => {
    const head = Buffer.alloc(4);
    head.writeUInt32LE(101);
    expect(() => new FrameReader(100).push(head)).to.throw(RangeError, "at most 100 bytes, got one of 101");
  });
});
