import { Command } from "commander";
import { expect } from "chai";
import { cluster as lab } from "../cluster";
import { compareHttpNodesWhenQuiet } from "../programs/consistency/compareHttpNodes";
import { SOLUTION, startSystem } from "./support/realSystem";

/** The options of a command line, as `npm run cluster lab4` reads them. */
function read(...args: string[]): Record<string, unknown> {
  const command = lab
    .addOptions(new Command())
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  return command.parse(args, { from: "user" }).opts();
}

describe("lab 4's cluster", () => {
  it("has as many followers as asked for, each with every write of a quorum of all", async () => {
    await using system = await startSystem({ followers: 7, quorum: 7 });
    expect(system.cluster.names).to.deep.equal([
      "leader",
      ...[1, 2, 3, 4, 5, 6, 7].map((n) => `follower${String(n)}`),
    ]);
    const { status, body } = await system.leader.set("k", "v");
    expect({ status, body }).to.deep.equal({
      status: 200,
      body: { success: true, key: "k", value: "v", replicas: 7 },
    });
    expect((await system.followers[6]!.get("k")).status).to.equal(200);
    expect((await compareHttpNodesWhenQuiet(system, 10_000)).differences).to.deep.equal([]);
  });

  it("takes ports in a row, five followers by default", () => {
    const ports = (...args: string[]): number[] =>
      lab.plan({ code: SOLUTION, port: 6000, options: read(...args) }).nodes.map(({ port }) => port);
    expect(ports()).to.deep.equal([6000, 6001, 6002, 6003, 6004, 6005]);
    expect(ports("--followers", "1", "--quorum", "1")).to.deep.equal([6000, 6001]);
  });

  it("tells of the programs that must know where the nodes are", () => {
    const hints = (...args: string[]): string =>
      lab.hints((node) => `http://${node}`, read(...args), "").join("\n");
    expect(hints("--followers", "2")).to.contain(
      "npm run lab4:consistency -- --leader http://leader --followers http://follower1,http://follower2",
    );
    expect(hints()).to.not.contain("lab4:consistency");
  });

  it("refuses a quorum that the followers cannot reach, and says which options decide", () => {
    const plan = (...args: string[]): unknown =>
      lab.plan({ code: SOLUTION, port: 0, options: read(...args) });
    expect(() => plan("--followers", "2")).to.throw(
      "expected a write quorum of at most 2, the number of followers, got 3; choose another with --quorum, or more followers with --followers",
    );
    expect(() => plan("--quorum", "6")).to.throw("at most 5");
    expect(() => plan("--followers", "0")).to.throw(/whole number from 1 to 50/);
    expect(() => plan("--quorum", "none")).to.throw(/whole number from 1 to 50/);
  });

  it("refuses a wrong variable before any node starts, and so says it once", () => {
    const wrong = { MIN_DELAY: "soon", WRITE_QUORUM: "3x" };
    Object.assign(process.env, wrong);
    try {
      expect(() => lab.plan({ code: SOLUTION, port: 0, options: read() })).to.throw(
        /^WRITE_QUORUM: expected a whole number .*, got "3x"; correct it and start again\nMIN_DELAY: expected a number of seconds .*, got "soon"; [^\n]*$/,
      );
    } finally {
      for (const name of Object.keys(wrong)) Reflect.deleteProperty(process.env, name);
    }
    expect(lab.plan({ code: SOLUTION, port: 0, options: read() }).nodes).to.have.length(6);
  });
});
