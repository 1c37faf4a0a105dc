import { tryOut } from "./probe";

export function attack() {
  tryOut("process.exit", () => process.exit(0));
  tryOut("process.kill", () => process.kill(process.pid));
  tryOut("process.abort", () => process.abort());
  setTimeout(() => {
    throw { name: "Pending", message: "sync skip; aborting execution", code: "ERR_MOCHA_PENDING" };
  }, 0);
  queueMicrotask(() => {
    throw null;
  });
  return new Promise(() => {});
}
