import { expect } from "chai";
import { compareHttpNodesWhenQuiet } from "../programs/consistency/compareHttpNodes";
import { isRunning } from "toolkit/tests/isRunning";
import { until } from "toolkit/tests/until";
import { startSystem, type RealSystem } from "./support/realSystem";

describe("lab 4's processes when some fail", () => {
  let system: RealSystem;

  before(async () => {
    system = await startSystem();
  });
  after(() => system[Symbol.asyncDispose]());

  const expectNoDifference = async (): Promise<void> => {
    expect((await compareHttpNodesWhenQuiet(system, 10_000)).differences).to.deep.equal([]);
  };

  it("goes on without a follower, which gets what it missed when it is back", async () => {
    await system.leader.set("before", "1");
    await system.cluster.kill("follower1");
    expect((await system.leader.set("while away", "2")).status).to.equal(200);
    await system.cluster.restart("follower1");
    await until(
      "the follower to catch up",
      async () => (await system.followers[0]!.get("while away")).status === 200,
    );
    await expectNoDifference();
  });

  it("waits for no follower that is stopped", async function () {
    if (process.platform === "win32") this.skip();
    system.cluster.process("follower2").signal("SIGSTOP");
    const started = performance.now();
    expect((await system.leader.set("stopped", "3")).status).to.equal(200);
    expect(performance.now() - started).to.be.below(4_000);
    system.cluster.process("follower2").signal("SIGCONT");
    await expectNoDifference();
  });

  it("confirms nothing without a quorum, and says so in the handout's words", async () => {
    for (const name of ["follower3", "follower4", "follower5"]) await system.cluster.kill(name);
    const { status, body } = await system.leader.set("no quorum", "4");
    expect({ status, body }).to.deep.equal({
      status: 500,
      body: { success: false, code: "no-quorum", error: "Not enough replicas confirmed", replicas: 2 },
    });
    await Promise.all(["follower3", "follower4", "follower5"].map((name) => system.cluster.restart(name)));
    await expectNoDifference();
  }).timeout(60_000);

  it("reads at followers without a leader, and the leader gets back what they kept", async () => {
    await system.leader.set("kept", "5");
    await expectNoDifference();
    await system.cluster.kill("leader");
    expect(await system.followers[0]!.get("kept")).to.deep.include({ status: 200 });
    await system.cluster.restart("leader");
    await until(
      "the leader to hold the key again",
      async () => (await system.leader.get("kept")).status === 200,
    );
    expect((await system.leader.set("after", "6")).status).to.equal(200);
    await expectNoDifference();
  });

  it("leaves no process behind, not even one that is stopped", async () => {
    const pids = system.cluster.names.map((name) => system.cluster.process(name).pid);
    if (process.platform !== "win32") system.cluster.process("follower5").signal("SIGSTOP");
    await system.cluster.stop();
    expect(pids.filter(isRunning)).to.deep.equal([]);
  });
});
