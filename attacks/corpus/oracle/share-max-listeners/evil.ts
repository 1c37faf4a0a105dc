import { between } from "./probe";
import { EventEmitter } from "node:events";

export function attack(where) {
  return between(where, "EventEmitter.defaultMaxListeners", {
    leave: () => {
      EventEmitter.defaultMaxListeners = 4711;
    },
    see: () => EventEmitter.defaultMaxListeners === 4711,
    tidy: () => {
      EventEmitter.defaultMaxListeners = 10;
    },
  });
}
