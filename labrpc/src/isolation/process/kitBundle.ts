import type { KitBundle } from "../protocol/KitBundle";
import { compiledKitFile, kitFilesOnDisk } from "../../simulation/border/kitFilesOnDisk";

const LIBRARIES = ["labrpc", "labrpc/scenarios", "events", "buffer"];

/** Collects the files, from the kernel and the packages on. */
export function kitBundle(): KitBundle {
  const kit = kitFilesOnDisk;
  const numbers = new Map<string, number>();
  const files: { js: string; requires: Record<string, number> }[] = [];
  const numberOf = (file: string): number => {
    const known = numbers.get(file);
    if (known !== undefined) return known;
    const number = files.length;
    numbers.set(file, number);
    const { js } = compiledKitFile(file);
    const requires: Record<string, number> = {};
    files.push({ js, requires });
    for (const [, name = ""] of js.matchAll(/\brequire\(["']([^"']+)["']\)/g))
      requires[name] = numberOf(kit.find(file, name));
    return number;
  };
  return {
    kernel: numberOf(kit.kernel),
    libraries: Object.fromEntries(LIBRARIES.map((name) => [name, numberOf(kit.library(name))])),
    files,
  };
}
