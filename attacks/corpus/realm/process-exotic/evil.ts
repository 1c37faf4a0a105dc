import { climb, tryOut } from "./probe";

export function attack() {
  const met = [];
  const spy = new Proxy(function () {}, {
    get: (_target, key) => (key === Symbol.toPrimitive ? () => "x" : spy),
    apply: (_target, self, args) => (met.push(self, args, ...args), "x"),
  });
  for (const value of [spy, {}, [1, 2], Symbol("x"), null]) {
    for (const go of [
      () => process.stdout.write(value), () => process.stderr.write(value, value, spy), () => process.emitWarning(value), () => process.hrtime(value),
      () => process.nextTick(value), () => process.cwd(value), () => process.uptime(value), () => process.hrtime.bigint(value),
    ])
      tryOut("process", go);
  }
  for (const key of Reflect.ownKeys(process)) tryOut(`process.${String(key)}`, () => process[key]);
  for (const value of [process.env, process.versions, process.argv, process.stdout, ...met]) climb(value, "process");
}
