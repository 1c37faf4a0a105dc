import { expect } from "chai";
import { readHttpNodeEnvironment } from "../HttpNodeEnvironment";

const FOLLOWERS = [1, 2, 3].map((n) => `http://localhost:${String(n)}`).join(",");

describe("a node's environment", () => {
  it("has the defaults that README.md names", () => {
    expect(readHttpNodeEnvironment({ FOLLOWERS })).to.deep.equal({
      kind: "read",
      environment: {
        nodeType: "leader",
        port: 5000,
        host: "127.0.0.1",
        writeQuorum: 3,
        delayMs: { min: 0.1, max: 1 },
        followers: FOLLOWERS.split(","),
        logLevel: "info",
      },
    });
  });

  it("takes an empty variable for one that is not set, and spaces in FOLLOWERS", () => {
    const read = readHttpNodeEnvironment({
      PORT: "",
      WRITE_QUORUM: "2",
      FOLLOWERS: "http://a:1, http://b:2/ ,",
    });
    expect(read).to.have.nested.property("environment.port", 5000);
    expect(read).to.have.deep.nested.property("environment.followers", ["http://a:1", "http://b:2"]);
  });

  it("gives a follower no followers", () => {
    expect(readHttpNodeEnvironment({ NODE_TYPE: "follower", FOLLOWERS })).to.have.deep.nested.property(
      "environment.followers",
      [],
    );
  });

  const wrong: Record<string, Record<string, string>> = {
    NODE_TYPE: { NODE_TYPE: "boss" },
    PORT: { PORT: "70000" },
    WRITE_QUORUM: { WRITE_QUORUM: "0" },
    MIN_DELAY: { MIN_DELAY: "-1" },
    MAX_DELAY: { MAX_DELAY: "soon" },
    FOLLOWERS: { FOLLOWERS: "localhost" },
    LOG_LEVEL: { LOG_LEVEL: "loud" },
  };
  for (const [name, variables] of Object.entries(wrong)) {
    it(`refuses a bad ${name}`, () => {
      const read = readHttpNodeEnvironment({ FOLLOWERS, ...variables });
      expect(read.kind).to.equal("wrong");
      const [problem] = read.kind === "wrong" ? read.problems : [];
      expect(problem).to.match(
        new RegExp(`^${name}: expected .*, got ${JSON.stringify(variables[name])}; correct`),
      );
    });
  }

  it("refuses what does not fit together", () => {
    const problems = (variables: Record<string, string>): unknown =>
      readHttpNodeEnvironment({ FOLLOWERS, ...variables });
    expect(problems({ WRITE_QUORUM: "4" })).to.have.nested.property(
      "problems[0]",
      "WRITE_QUORUM: expected no more than the number of FOLLOWERS, which is 3, got 4; correct it and start again",
    );
    expect(problems({ MIN_DELAY: "0.5", MAX_DELAY: "0.1" }))
      .to.have.nested.property("problems[0]")
      .that.contains("MIN_DELAY");
    expect(problems({ FOLLOWERS: "http://a:1,http://a:1", WRITE_QUORUM: "1" }))
      .to.have.nested.property("problems[0]")
      .that.contains("FOLLOWERS");
  });
});
