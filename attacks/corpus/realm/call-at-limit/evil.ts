import { atTheLimit } from "./probe";

export function attack({ side, ends }) {
  if (side === "server") return undefined;
  atTheLimit("end.call", () => {
    ends[0].call("get", { key: new Date(0) }).catch(() => {});
  });
}
