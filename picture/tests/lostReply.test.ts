import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildPicture } from "../src/model/buildPicture";
import { recordChaff } from "./support/recordChaff";

describe("the picture of a real mistake", () => {
  it("shows the lost reply, and the answer that no order explains", async () => {
    const record = await recordChaff({
      chaff: "no-duplicate-check",
      test: "TestLostReplies",
      seed: 5,
      scenario: async (kv, sim) => {
        const [a, b] = [kv.clerk("clerk-a"), kv.clerk("clerk-b")];
        let lost = 0;
        sim.network.script((m) =>
          m.kind === "reply" && m.to === "clerk-a" && lost++ < 1 ? "lose" : undefined,
        );
        const first = a.append("k", "a1 ");
        await sim.until(() => lost > 0, { withinMs: 5_000 });
        await b.append("k", "b1 ");
        await first;
        await b.get("k");
      },
    });
    // The browser tests look at a copy of it. If the solution of lab 1 changes, make the copy anew.
    const copy: unknown = JSON.parse(readFileSync(join(__dirname, "fixtures", "lost-reply.json"), "utf8"));
    expect(JSON.parse(JSON.stringify(record))).to.deep.equal(copy);
    const { arrows, bars, failing, faults, hosts } = buildPicture(record);
    expect(hosts.map(({ name }) => name)).to.deep.equal(["clerk-a", "clerk-b", "server-0"]);
    expect(arrows.filter(({ fault }) => fault === 1)).to.have.length(1);
    expect(arrows.find(({ fault }) => fault === 1)).to.include({ leg: "reply", arrival: "lost" });
    expect(faults).to.have.length(1);
    expect(failing?.why).to.equal("impossible");
    expect(bars[failing!.bar]?.text).to.equal('append("k", "a1 ") → "a1 b1 "');
  });
});
