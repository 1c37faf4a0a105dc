export const scenarios = {
  async "loops"() {
    for (;;);
  },
  async "loops with promises"() {
    for (;;) await null;
  },
  async "loops with timers"() {
    const again = () => setTimeout(again, 0);
    again();
    await new Promise(() => {});
  },
  async "loops on the stage"(stage) {
    stage.startServers();
    for (;;) await stage.sleep(0.001);
  },
  async "calls itself"() {
    const deeper = () => deeper() + 1;
    deeper();
  },
  async "loops inside of a built-in"() {
    /^(a+)+$/.test(`${"a".repeat(40)}b`);
  },
};
