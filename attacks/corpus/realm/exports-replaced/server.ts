class Plain {
  get() {
    throw new Error("this store only throws");
  }
}
Object.defineProperty(exports, "KVServer", { get: () => Plain.bind(null, { __proto__: null }) });
