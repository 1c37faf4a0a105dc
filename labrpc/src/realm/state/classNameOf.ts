import type { ObjectLooks } from "./StateServices";

const MOST_NAME = 60;
const { getOwnPropertyDescriptor, getPrototypeOf } = Object;

/**
 * The name of an object's class; "" for one without, as that of `{}`. Reads what stands there and runs no getter, and
 * stops at a proxy.
 */
export function classNameOf(value: object, kindOf: ObjectLooks["kindOf"]): string {
  const prototype: unknown = getPrototypeOf(value);
  if (typeof prototype !== "object" || prototype === null || prototype === Object.prototype) return "";
  if (kindOf(prototype) === "proxy") return "";
  const Class: unknown = getOwnPropertyDescriptor(prototype, "constructor")?.value;
  if (typeof Class !== "function" || kindOf(Class) === "proxy") return "";
  const name: unknown = getOwnPropertyDescriptor(Class, "name")?.value;
  return typeof name === "string" ? name.replace(/[^\w$]/g, "").slice(0, MOST_NAME) : "";
}
