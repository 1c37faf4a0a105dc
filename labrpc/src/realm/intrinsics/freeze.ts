/**
 * Objects that are shared by code which must not reach each other are frozen: the built-ins of a realm, which all its
 * hosts share, and those of the kit's own realm, which student code is never given and must not be able to climb on.
 *
 * JavaScript refuses `error.name = …` when the `name` that the error inherits is frozen. So what ordinary code
 * overrides by assignment becomes an accessor, frozen as well, that gives the object a property of its own.
 */
type Key = string | symbol;

const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf, freeze, hasOwn } = Object;
const { ownKeys } = Reflect;

/** What RegExp remembers of the last match (ECMAScript's legacy features): every match would leave traces there. */
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

const OF_OBJECTS = [
  "constructor",
  "toString",
  "toLocaleString",
  "valueOf",
  "hasOwnProperty",
  "isPrototypeOf",
  "propertyIsEnumerable",
  "__defineGetter__",
  "__defineSetter__",
  "__lookupGetter__",
  "__lookupSetter__",
];

/** Properties of objects that what inherits from them may override by assignment. */
type Overridable = Iterable<readonly [object, readonly Key[]]>;

/** Freezes object after object, and all that they reach. */
export class Freezer {
  readonly #seen = new Set<object>();
  readonly #overridable = new Map<object, readonly Key[]>();

  /** What may be overridden, of objects that are to be frozen later. */
  override(overridable: Overridable): void {
    for (const [object, keys] of overridable) this.#overridable.set(object, keys);
  }

  /** Freezes an object and all that it reaches. */
  freeze(object: object): void {
    if (this.#seen.has(object)) return;
    this.#seen.add(object);
    const open = this.#overridable.get(object);
    for (const key of ownKeys(object)) {
      const property = getOwnPropertyDescriptor(object, key);
      if (property === undefined) continue;
      const { value, get, set } = property as { value: unknown; get?: object; set?: object };
      if (isBuiltinMethod(value)) freeze(value);
      else if (isFreezable(value)) this.freeze(value);
      for (const accessor of [get, set]) {
        if (accessor === undefined) continue;
        if (isBuiltinMethod(accessor)) freeze(accessor);
        else this.freeze(accessor);
      }
      if (open?.includes(key) === true && property.writable === true)
        makeBuiltinOverridable(object, key, property);
    }
    freeze(object);
    const prototype: unknown = getPrototypeOf(object);
    if (isFreezable(prototype)) this.freeze(prototype);
  }
}

/** Freezes the built-ins that the given objects reach, and those that no name leads to. */
export function freezeBuiltins(roots: Iterable<object>): Freezer {
  for (const name of REGEXP_TRACES) Reflect.deleteProperty(RegExp, name);
  const freezer = new Freezer();
  freezer.override(overriddenByAssignment());
  for (const root of roots) freezer.freeze(root);
  for (const root of Object.values(namedHiddenBuiltins())) freezer.freeze(root);
  // Newer engines have two functions for the stacks of all errors.
  const stack: object = getOwnPropertyDescriptor(new Error(), "stack") ?? {};
  for (const accessor of Object.values(stack) as unknown[])
    if (isFreezable(accessor)) freezer.freeze(accessor);
  return freezer;
}

/** Built-ins that no property of the global object leads to, under the names of the specification. */
export function namedHiddenBuiltins(): Record<string, object> {
  const proto = (value: object): object => getPrototypeOf(value) as object;
  const generator = proto(function* (): Generator {});
  const asyncGenerator = proto(async function* (): AsyncGenerator {});
  const asyncGeneratorPrototype = Reflect.get(asyncGenerator, "prototype") as object;
  const arrayIterator = proto([][Symbol.iterator]());
  const typedArray = proto(Uint8Array.prototype);
  return {
    "%GeneratorFunction.prototype%": generator,
    "%GeneratorPrototype%": Reflect.get(generator, "prototype") as object,
    "%AsyncGeneratorFunction.prototype%": asyncGenerator,
    "%AsyncGeneratorPrototype%": asyncGeneratorPrototype,
    "%AsyncIteratorPrototype%": proto(asyncGeneratorPrototype),
    "%AsyncFunction.prototype%": proto(async (): Promise<void> => {}),
    "%IteratorPrototype%": proto(arrayIterator),
    "%ArrayIteratorPrototype%": arrayIterator,
    "%MapIteratorPrototype%": proto(new Map().entries()),
    "%SetIteratorPrototype%": proto(new Set().values()),
    "%StringIteratorPrototype%": proto(""[Symbol.iterator]()),
    "%RegExpStringIteratorPrototype%": proto("".matchAll(/x/g)),
    "%TypedArray%": typedArray.constructor,
    "%TypedArray%.prototype": typedArray,
  };
}

function overriddenByAssignment(): Overridable {
  const errors = [TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError, AggregateError];
  return [
    [Object.prototype, OF_OBJECTS],
    [Function.prototype, ["constructor", "toString", "bind", "call", "apply"]],
    [Error.prototype, ["constructor", "toString", "name", "message"]],
    ...errors.map(({ prototype }) => [prototype, ["constructor", "name", "message"]] as const),
    // The package buffer makes methods of its own so, on top of these.
    [
      getPrototypeOf(Uint8Array.prototype) as object,
      ["toString", "toLocaleString", "includes", "indexOf", "lastIndexOf", "slice", "fill"],
    ],
  ];
}

function makeBuiltinOverridable(
  object: object,
  key: Key,
  { value, enumerable = false }: PropertyDescriptor,
): void {
  // Accessors have no prototype of their own that would have to be frozen as well.
  const holder = {
    get own(): unknown {
      return value as unknown;
    },
    set own(own: unknown) {
      override(this, own);
    },
  };
  const override = (receiver: unknown, own: unknown): void => {
    if (!isFreezable(receiver) || receiver === object)
      throw new TypeError(`${String(key)} of a built-in object cannot be changed: all hosts share it`);
    defineProperty(receiver, key, { value: own, writable: true, enumerable: true, configurable: true });
  };
  const accessors = getOwnPropertyDescriptor(holder, "own") as PropertyDescriptor;
  for (const accessor of Object.values(accessors) as unknown[]) if (isFreezable(accessor)) freeze(accessor);
  defineProperty(object, key, { ...accessors, enumerable, configurable: false });
}

function isFreezable(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** A function that is no constructor leads to nothing else; but for two that look so. */
function isBuiltinMethod(value: unknown): value is object {
  return (
    typeof value === "function" &&
    !hasOwn(value, "prototype") &&
    value !== Function.prototype &&
    value !== (Proxy as unknown)
  );
}
