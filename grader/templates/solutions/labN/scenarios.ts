import type { Scenarios } from "./stage";

export const scenarios: Scenarios = {
  async "an add whose reply is lost counts once"(stage) {
    stage.startServer();
    const [a, b] = [stage.clerk("clerk-a"), stage.clerk("clerk-b")];
    stage.network.lose({ kind: "reply", to: "clerk-a" });
    const first = a.add(5);
    await stage.sleep(100);
    await b.add(100);
    stage.expectEqual("what the first add resolves to", await first, 5);
    stage.expectEqual("the total", await b.read(), 105);
  },

  async "a crowd on a network that loses messages"(stage) {
    stage.startServer();
    stage.network.unreliable();
    await stage.crowd();
    await stage.expectLinearizable();
  },
};
