import { expect } from "chai";
import { shorterDetail } from "../../../src/report/render/shorterDetail";

describe("shorterDetail", () => {
  const place = "of server-0, since 3.0 ms; it first waited at server.ts:93:49";
  const long = `server-1 has not answered replicate({"key":"k (1)","value":"${"x".repeat(200)}"}) ${place}`;

  it("cuts the arguments of a call, and keeps what is said behind it", () => {
    const shorter = shorterDetail(long, 160);
    expect(shorter).to.have.length(160);
    expect(shorter).to.match(/^server-1 has not answered replicate\(\{"key":"k \(1\)","value":"x+…\) of /);
    expect(shorter.endsWith(place)).to.equal(true);
  });

  it("cuts the end where arguments are not what is long", () => {
    const words = `a handler threw Error: ${"y".repeat(300)} (a.ts:1:1)`;
    expect(shorterDetail(words, 100))
      .to.match(/^a handler threw Error: y+… \(334 characters\)$/)
      .and.have.length(100);
    expect(shorterDetail(long, 60))
      .to.match(/characters\)$/)
      .and.have.length(60);
  });

  it("leaves alone what is short enough", () => {
    expect(shorterDetail(long, Infinity)).to.equal(long);
    expect(shorterDetail("get(k) of a", 11)).to.equal("get(k) of a");
  });
});
