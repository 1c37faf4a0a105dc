import type { CodeBase } from "../code/CodeBase";
import { kitFilesOnDisk } from "./kitFilesOnDisk";
import type { Realm } from "./Realm";
import { RealmPool } from "./RealmPool";

/** Where runs take their realms from. */
export interface RealmSource {
  /** How many runs had better be under way at a time: more than one where each waits for another process. */
  readonly runsAtOnce: number;
  take(code: CodeBase): Realm;
  /** One that no run has used. */
  fresh(code: CodeBase): Realm;
  /** Keeps a realm for another run. One that saw anything unusual is not to be given back. */
  giveBack(code: CodeBase, realm: Realm): void;
}

/** The realms of this process. */
export const ownRealms = new RealmPool(kitFilesOnDisk);

/** The realms that runs of this process take: its own, until somebody says otherwise. */
let source: RealmSource = ownRealms;

/** @param code what is to run in them. The kit's own choice of code runs in this process wherever others do */
export function realmSource(code?: CodeBase): RealmSource {
  return code?.isTrusted === true ? ownRealms : source;
}

/** From now on runs take their realms from there. */
export function useRealms(from: RealmSource): void {
  source = from;
}
