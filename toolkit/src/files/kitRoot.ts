import { resolve } from "node:path";

/** Folder of the kit's own package.json, tsconfig.json and node_modules, absolute. */
export const KIT_ROOT = resolve(__dirname, "../../..");
