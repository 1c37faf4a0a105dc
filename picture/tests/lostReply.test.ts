import { expect } from "chai";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildPicture } from "../src/model/buildPicture";
import { StateHistory } from "../src/model/StateHistory";
import { packRecord, unpackRecord } from "../src/packRecord";
import { recordChaff, recordTwins, type ChaffRun } from "./support/recordChaff";

const RUN: ChaffRun = {
  chaff: "no-duplicate-check",
  test: "TestLostReplies",
  seed: 5,
  scenario: async (kv, sim) => {
    const [a, b] = [kv.clerk("clerk-a"), kv.clerk("clerk-b")];
    let lost = 0;
    sim.network.script((m) => (m.kind === "reply" && m.to === "clerk-a" && lost++ < 1 ? "lose" : undefined));
    const first = a.append("k", "a1 ");
    await sim.until(() => lost > 0, { withinMs: 5_000 });
    await b.append("k", "b1 ");
    await first;
    await b.get("k");
  },
};

/** The browser tests look at copies of the records. If the solution of lab 1 changes, make the copies anew. */
function copyOf(name: string): unknown {
  return JSON.parse(readFileSync(join(__dirname, "fixtures", `${name}.json`), "utf8"));
}

describe("the picture of a real mistake", () => {
  it("has what the hosts held, and where the run that passes parts", async () => {
    const record = await recordTwins(RUN);
    expect(JSON.parse(JSON.stringify(record))).to.deep.equal(copyOf("twins"));
    expect(unpackRecord(packRecord(record))).to.deep.equal(record);
    const history = new StateHistory(record);
    const { telling = -1 } = history;
    expect(
      history.steps[telling]?.changes.map(({ host, path, after }) => `${host} ${path} ${after ?? ""}`),
    ).to.include('server-0 #values["k"] "a1 a1 "');
    const values = (step: number): unknown =>
      history.partsOf("server-0", step).find(({ path }) => path === '#values["k"]');
    expect(values(telling)).to.deep.include({ text: '"a1 a1 "', since: telling, twin: '"a1 "' });
    expect(values(telling - 1)).to.deep.include({ text: '"a1 "', twin: undefined });
    // When did it become "a1 "?
    const first = history.find('#values["k"] = "a1 "', -1, 1) ?? -1;
    expect(values(first)).to.deep.include({ text: '"a1 "', since: first });
  });

  it("shows the lost reply, and the answer that no order explains", async () => {
    const record = await recordChaff(RUN);
    expect(JSON.parse(JSON.stringify(record))).to.deep.equal(copyOf("lost-reply"));
    const { arrows, bars, failing, faults, hosts } = buildPicture(record);
    expect(hosts.map(({ name }) => name)).to.deep.equal(["clerk-a", "clerk-b", "server-0"]);
    expect(arrows.filter(({ fault }) => fault === 1)).to.have.length(1);
    expect(arrows.find(({ fault }) => fault === 1)).to.include({ leg: "reply", arrival: "lost" });
    expect(faults).to.have.length(1);
    expect(failing?.why).to.equal("impossible");
    expect(bars[failing!.bar]?.text).to.equal('append("k", "a1 ") → "a1 b1 "');
  });
});
