import { between } from "./probe";
import * as labrpc from "labrpc";
import * as events from "node:events";
import * as buffers from "node:buffer";

const places = () => [labrpc, events, buffers, ...[labrpc, events, buffers].flatMap((one) => Object.values(one)).flatMap((one) => [one, one?.prototype]), Object.getPrototypeOf(new AbortController().signal), setTimeout(() => {}, 1).constructor, TextEncoder.prototype, require, require("crypto").webcrypto];

export function attack(where) {
  return between(where, "an object of a library", {
    leave: () => {
      for (const place of places()) {
        try {
          place.left = 1;
        } catch {
          // Frozen.
        }
        try {
          Buffer.poolSize = 4711;
        } catch {
          // Frozen.
        }
      }
    },
    see: () => Buffer.poolSize === 4711 || places().some((place) => place?.left === 1),
  });
}
