/**
 * The built-in objects are shared by all hosts of a run, so no host may change them.
 *
 * All are frozen, but for the few prototypes that ordinary code overrides by assignment (`error.name = …`,
 * `object.toString = …`): JavaScript refuses such an assignment when the prototype is frozen. Those cannot
 * grow, and `audit` compares them.
 */
type Key = string | symbol;
interface Watched {
  name: string;
  object: object;
  keys: Key[];
  values: unknown[];
}

/** What RegExp remembers of the last match (ECMAScript's legacy features). */
const REGEXP_TRACES = [
  "input",
  "$_",
  "lastMatch",
  "$&",
  "lastParen",
  "$+",
  "leftContext",
  "$`",
  "rightContext",
  "$'",
].concat(Array.from({ length: 9 }, (_, i) => `$${String(i + 1)}`));

const { getOwnPropertyDescriptor, getPrototypeOf, freeze, preventExtensions } = Object;
const ownKeys = Reflect.ownKeys;

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** A built-in function that is no constructor leads to nothing else. */
function isMethod(value: unknown): value is object {
  return typeof value === "function" && !Object.hasOwn(value, "prototype");
}

/** What keeps the objects that hosts share from being changed. */
export interface Guard {
  /** Freezes all that an object reaches. `open` names objects that stay overridable, and are audited. */
  freeze(root: object, open?: Iterable<[object, string]>): void;
  /** The name of what has changed since it was guarded, or "". */
  audit(): string;
}

/** Freezes what the global object reaches, and what student code can reach without a name. */
export function freezeIntrinsics(global: object): Guard {
  // Every match would leave traces there that other hosts can read.
  for (const name of REGEXP_TRACES) Reflect.deleteProperty(RegExp, name);
  const open = new Map<object, string>([
    [Object.prototype, "Object.prototype"],
    [Function.prototype, "Function.prototype"],
    [Error, "Error"],
    [Uint8Array.prototype, "Uint8Array.prototype"],
    [getPrototypeOf(Uint8Array.prototype) as object, "TypedArray.prototype"],
  ]);
  for (const kind of [
    Error,
    TypeError,
    RangeError,
    SyntaxError,
    ReferenceError,
    EvalError,
    URIError,
    AggregateError,
  ]) {
    open.set(kind.prototype, `${kind.name}.prototype`);
  }
  const seen = new Set<object>();
  const watched: Watched[] = [];
  const visit = (object: object): void => {
    if (seen.has(object)) return;
    seen.add(object);
    const keys = ownKeys(object);
    const values: unknown[] = [];
    for (const key of keys) {
      const property = getOwnPropertyDescriptor(object, key);
      if (property === undefined) continue;
      const value: unknown = property.value ?? accessorOf(property);
      values.push(value);
      if (isMethod(value)) freeze(value);
      else if (isObject(value)) visit(value);
      if (Object.hasOwn(property, "set")) freeze(Reflect.get(property, "set"));
    }
    const name = open.get(object);
    if (name === undefined) {
      freeze(object);
    } else {
      preventExtensions(object);
      watched.push({ name, object, keys, values });
    }
    const prototype: unknown = getPrototypeOf(object);
    if (isObject(prototype)) visit(prototype);
  };
  visit(global);
  for (const hidden of hiddenIntrinsics()) visit(hidden);
  return {
    freeze(root, more = []) {
      for (const [object, name] of more) open.set(object, name);
      visit(root);
    },
    audit: () => audit(watched),
  };
}

/** Built-ins that no property of the global object leads to. */
function hiddenIntrinsics(): object[] {
  const generator = function* (): Generator {};
  const asyncGenerator = async function* (): AsyncGenerator {};
  const asyncFunction = async (): Promise<void> => {};
  const prototypes = [
    generator,
    asyncGenerator,
    asyncFunction,
    [][Symbol.iterator](),
    new Map().entries(),
    new Set().values(),
    ""[Symbol.iterator](),
    "".matchAll(/x/g),
  ];
  return prototypes.map((value) => getPrototypeOf(value) as object);
}

function audit(watched: readonly Watched[]): string {
  for (const { name, object, keys, values } of watched) {
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as Key;
      const property = getOwnPropertyDescriptor(object, key);
      const value: unknown = property?.value ?? accessorOf(property);
      if (!Object.is(value, values[i])) {
        return `${name}.${String(key)}`;
      }
    }
  }
  return "";
}

function accessorOf(property: PropertyDescriptor | undefined): unknown {
  return property === undefined ? undefined : Reflect.get(property, "get");
}
