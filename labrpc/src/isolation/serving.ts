/** For programs of realm processes: what they run. Tests have one of their own. */
export { BundledCode } from "./process/BundledCode";
export { serveRealms, type CodeOfBundle } from "./process/serveRealms";
