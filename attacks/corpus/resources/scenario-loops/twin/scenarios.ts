export const scenarios = {
  async "looks at nothing"(stage) {
    stage.startServers();
    await stage.clerk("a").put("k", "x");
  },
};
