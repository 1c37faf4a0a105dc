import type { PrivateFields } from "./PrivateFields";

/** What looks at objects from outside the realm, by what they are and not by what they say. See `objectKind`. */
export interface ObjectLooks {
  readonly kindOf: (object: object) => string;
  /** "pending", "settled", or "" for one that is better not asked. */
  readonly stateOfPromise: (promise: object) => string;
}

/** What looking at the state of hosts needs. */
export interface StateServices extends ObjectLooks {
  readonly privates: PrivateFields;
  /** The name of a ClientEnd, as "clerk-1 → server-0"; "" for what is none. */
  readonly nameOfEnd: (object: object) => string;
}
