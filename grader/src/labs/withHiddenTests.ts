import { existsSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { quotedArgument } from "toolkit/files/quotedArgument";
import type { CommandContext } from "toolkit/cli/CommandContext";
import { ToolError } from "toolkit/cli/ToolError";
import { hiddenManifestOf } from "toolkit/labs/LabManifest";
import { parseLabJson, readLabText, type Lab } from "toolkit/labs/readLab";
import { refuseInHandout } from "./refuseInHandout";

/** What the command line says of hidden tests. */
export interface HiddenTestOptions {
  /** A folder with hidden tests; relative to where the user is. Empty: none, whatever the environment says. */
  readonly hiddenTests?: string;
  /** Whether to say everything about hidden tests. Default: no. */
  readonly revealHidden?: boolean;
}

type HiddenOptions = HiddenTestOptions & { readonly seed?: number; readonly watch: boolean };

/** Name of the manifest in a lab's folder of hidden tests. */
export const HIDDEN_MANIFEST = "hidden.json";

/**
 * The folder of hidden tests as it was named: by `--hidden-tests`, else by the environment in KIT_HIDDEN_TESTS.
 * Undefined when there is none. The environment does not count for a replay and while somebody watches, which are
 * a student's. Throws ToolError when hidden tests are to be revealed and there are none.
 */
export function hiddenFolderOf(
  { hiddenTests, revealHidden, seed, watch }: HiddenOptions,
  { env = {} }: Pick<CommandContext, "env">,
): string | undefined {
  const named = hiddenTests ?? (seed === undefined && !watch ? env.KIT_HIDDEN_TESTS : undefined);
  if (named !== undefined && named !== "") return named;
  if (revealHidden === true && hiddenTests === undefined)
    throw new ToolError("expected --hidden-tests with --reveal-hidden, got --reveal-hidden alone");
  return undefined;
}

/** Whether a folder of hidden tests has some for a lab. */
export function hasHiddenTests(folder: string, lab: string): boolean {
  return existsSync(join(folder, lab, HIDDEN_MANIFEST));
}

/**
 * The lab together with its hidden tests, where the options or the environment name a folder of them. It holds a
 * folder for each lab that has some, with `hidden.json` and the mocha files beside it.
 *
 * Throws ToolError when these are missing, malformed, named as a test of the lab is, or where they would be handed
 * out.
 */
export function withHiddenTests(
  lab: Lab,
  options: HiddenOptions,
  { root, cwd, env = {} }: Pick<CommandContext, "root" | "cwd" | "env">,
): Lab {
  const named = hiddenFolderOf(options, { env });
  if (named === undefined) return lab;
  const folder = hiddenFolder(named, { root, cwd });
  if (!hasHiddenTests(folder, lab.name)) throw noHiddenTests(named, folder, lab.name);
  const own = realpathSync(join(folder, lab.name));
  refuseInHandout(root, own, { what: "hidden tests", named });
  const label = `${named}/${lab.name}/${HIDDEN_MANIFEST}`;
  const hidden = parseLabJson(readLabText(join(own, HIDDEN_MANIFEST)), label, hiddenManifestOf(lab.manifest));
  const specs = readdirSync(own).filter((file) => file.endsWith(".test.ts"));
  if (specs.length === 0)
    throw new ToolError(`expected mocha files ${named}/${lab.name}/*.test.ts, got none`);
  const tests = hidden.tests.map((test) => ({ ...test, seeds: test.seeds ?? hidden.seeds }));
  const { manifest } = lab;
  return {
    ...lab,
    manifest: {
      ...manifest,
      parts: [...manifest.parts, ...hidden.parts],
      tests: [...manifest.tests, ...tests],
    },
    specs: [...lab.specs, ...specs.sort().map((file) => join(own, file))],
    hidden: {
      folder: own,
      names: new Set(tests.map(({ name }) => name)),
      ...(options.revealHidden === true
        ? { revealedBy: ` --hidden-tests ${quotedArgument(named)} --reveal-hidden` }
        : {}),
    },
  };
}

/**
 * The absolute path of a folder of hidden tests, without links: Node knows the files that it loads by such paths.
 * Throws ToolError.
 *
 * @param named as the user names it; relative to `cwd`
 */
export function hiddenFolder(
  named: string,
  { root, cwd }: { readonly root: string; readonly cwd: string },
): string {
  const folder = resolve(cwd, named);
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new ToolError(
      `expected a folder with hidden tests, got ${named}, which is ${existsSync(folder) ? "a file" : "not there"}`,
    );
  refuseInHandout(root, folder, { what: "hidden tests", named });
  return realpathSync(folder);
}

function noHiddenTests(named: string, folder: string, lab: string): ToolError {
  const above = existsSync(join(folder, HIDDEN_MANIFEST)) ? "; name the folder above it" : "";
  return new ToolError(
    `expected hidden tests of ${lab} in ${named}/${lab}/${HIDDEN_MANIFEST}, got no such file${above}`,
  );
}
