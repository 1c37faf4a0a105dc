import { escaped } from "./probe";

export function attack() {
  const year = 2026;
  const virtual = Date.now();
  const made = [
    Reflect.construct(Date, [], Object), new (class extends Date { constructor() { super(...[]); } })(), new (Object.getPrototypeOf(new Date()).constructor)(),
    new Date(Date()), Reflect.construct(Date, []), new (Date.bind(null))(), new (new Proxy(Date, {}))(),
  ];
  for (const date of made) {
    const time = Date.prototype.getTime.call(date);
    if (Math.abs(time - virtual) > 86_400_000) escaped(`a clock that is not virtual says ${time}`);
  }
  if (new Date(virtual).getUTCFullYear() !== year) escaped("the clock does not begin in 2026");
  const zones = [new Date(0).getTimezoneOffset(), new Date(0).toLocaleString("en-GB"), (1234.5).toLocaleString(), ["b", "a", "ä"].sort((x, y) => x.localeCompare(y)).join("")];
  if (zones[0] !== 0) escaped("the time zone of the machine");
}
