import { TimeoutError, type ClientEnd } from "labrpc";
import type { KVService } from "../../types";

/** Whether a node answers a read. */
export async function answers(end: ClientEnd<KVService>): Promise<boolean> {
  try {
    await end.call("get", { key: "is anybody there" });
    return true;
  } catch (error) {
    if (error instanceof TimeoutError) return false;
    throw error;
  }
}
