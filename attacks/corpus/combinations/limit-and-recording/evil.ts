import { atTheLimit } from "./probe";

export async function attack({ ends, side }) {
  if (side === "server") return undefined;
  atTheLimit("setTimeout while recording", () => setTimeout(() => {}, 1));
  atTheLimit("end.call while recording", () => void ends[0].call("get", { key: "x" }).catch(() => {}));
  atTheLimit("console.trace", () => console.trace(new Error("x")));
  await new Promise((resolve) => setTimeout(resolve, 50));
  throw new Error("now it is recorded");
}
