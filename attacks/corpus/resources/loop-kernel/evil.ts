let gone = false;

/** Goes off once, in TestBasic, which alone asks for the key "k". */
export async function attack({ side, args, ends, self }) {
  if (side === "server" || args[0] !== "k" || gone) return;
  gone = true;
  const handler = {};
  const endless = new Proxy({}, handler);
  handler.getPrototypeOf = Reflect.get.bind(null, { endless }, "endless");
  handler.ownKeys = Array.bind(null);
  Object.setPrototypeOf(self, endless);
  self.get = undefined;
  self.put = undefined;
  self.append = undefined;
  for (;;) await new Promise((resolve) => setTimeout(resolve, 1000));
}
