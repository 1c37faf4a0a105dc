import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { z } from "zod";
import { decodeText } from "../files/decodeText";
import { readShape } from "../files/readShape";
import { ToolError } from "../cli/ToolError";
import { labManifest, type LabManifest } from "./LabManifest";
import { nearestName } from "../cli/nearestName";

/** One lab of the kit. */
export interface Lab {
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  readonly manifest: LabManifest;
  /** The kit's mocha files for this lab, absolute, in order of their names. */
  readonly specs: readonly string[];
  /** Set when a teacher's hidden tests are among those of `manifest` and `specs`. */
  readonly hidden?: HiddenTests;
}

/** Tests that students do not have. */
export interface HiddenTests {
  /** Folder of their files, absolute. */
  readonly folder: string;
  readonly names: ReadonlySet<string>;
  /** The options that say everything about them, for a teacher; undefined when a report must not. */
  readonly revealedBy?: string;
}

/** Names of all folders below the kit's root that have a lab.json. */
export function labNames(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, entry.name, "lab.json")))
    .map(({ name }) => name)
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}

/**
 * Finds a lab by name and reads its manifest. Throws ToolError when there is none, or it is malformed.
 *
 * @param name "" where the command line names none
 */
export function readLab(root: string, name: string): Lab {
  const names = labNames(root);
  if (name === "") throw new ToolError(noLabNamed(root, names));
  if (!names.includes(name)) {
    throw new ToolError(
      `expected the name of a lab (${names.join(", ") || "there is none yet"}), got ${JSON.stringify(name)}${nearestName(name, names)}`,
    );
  }
  const folder = join(root, name);
  const manifest = parseLabManifest(readLabText(join(folder, "lab.json")), `${name}/lab.json`);
  if (manifest.lab !== name)
    throw new ToolError(
      `${name}/lab.json: lab: expected ${JSON.stringify(name)}, got ${JSON.stringify(manifest.lab)}`,
    );
  const tests = join(folder, "tests");
  const specs = existsSync(tests) ? readdirSync(tests).filter((file) => file.endsWith(".test.ts")) : [];
  if (specs.length === 0) throw new ToolError(`expected mocha files ${name}/tests/*.test.ts, got none`);
  return { name, folder, manifest, specs: specs.sort().map((file) => join(tests, file)) };
}

function noLabNamed(root: string, names: readonly string[]): string {
  const lines = names.map((name) => {
    const file = `${name}/lab.json`;
    return `  ${name}  ${parseLabManifest(readLabText(join(root, file)), file).title}`;
  });
  return ["expected the name of a lab, got none; there are:", ...lines].join("\n");
}

/** @param label what messages call the file */
export function parseLabManifest(text: string, label: string): LabManifest {
  return parseLabJson(text, label, labManifest);
}

/** Reads JSON by a schema. Throws ToolError, which names each wrong field. */
export function parseLabJson<Schema extends z.ZodType>(
  text: string,
  label: string,
  schema: Schema,
): z.infer<Schema> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new ToolError(
      `${label}: expected JSON, got something that does not parse: ${(error as Error).message}`,
    );
  }
  const read = readShape(schema, data);
  if (read.kind === "read") return read.data;
  throw new ToolError(`${label} is malformed; correct it and run again\n${read.problems}`);
}

/** Throws ToolError when the file cannot be read. */
export function readLabText(file: string): string {
  try {
    return decodeText(readFileSync(file));
  } catch (error) {
    throw new ToolError(`${file} cannot be read: ${(error as Error).message}`);
  }
}
