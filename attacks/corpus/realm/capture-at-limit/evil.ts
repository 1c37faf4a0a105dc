import { atTheLimit } from "./probe";

export function attack() {
  atTheLimit("captureStackTrace", () => {
    const holder = {};
    Error.captureStackTrace(holder);
    return holder.stack;
  });
}
