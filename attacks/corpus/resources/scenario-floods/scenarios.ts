export const scenarios = {
  async "says much"() {
    throw new Error("x".repeat(2 ** 28));
  },
  async "prints much"() {
    for (let i = 0; i < 2_000; i++) console.log("x".repeat(1_000));
  },
  async "sends much"(stage) {
    stage.startServers();
    const clerk = stage.clerk("a");
    for (let i = 0; i < 1_000_000; i++) void clerk.put("k", "x".repeat(9_000));
    await stage.sleep(1);
  },
  async "asks for many crowds"(stage) {
    stage.startServers();
    await Promise.all(Array.from({ length: 100_000 }, () => stage.crowd({ clerks: 20, operations: 20 })));
  },
  async "keeps much"() {
    const kept = [];
    for (let i = 0; i < 1_000_000; i++) kept.push(new Array(10_000).fill(i));
  },
};
