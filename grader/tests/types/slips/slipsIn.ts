import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { KIT_ROOT } from "toolkit/files/kitRoot";
import { readLab } from "toolkit/labs/readLab";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";
import { checkTypes } from "../../../src/types/checkTypes";
import type { SlipCode } from "../../../src/types/TypeCheck";

const lab = readLab(KIT_ROOT, "lab1");
const { student, given } = lab.manifest;

const CODE = `import type { ClientEnd } from "labrpc";
import type { KVService } from "./types";
declare const sleep: (ms: number) => Promise<void>;
declare const servers: readonly ClientEnd<KVService>[];
declare const maybe: boolean;
declare const anything: any;
declare const list: string[];
declare const map: Map<string, number>;
declare const readonlySet: ReadonlySet<string>;
export async function all(): Promise<void> {
`;

/** The lines of a function's body, counted from 1, in which slips of one sort are found; and what else is found. */
export function slipsIn(of: SlipCode, body: readonly string[]): { lines: number[]; others: string[] } {
  const submission = join(temporaryFolder(), "lab1");
  mkdirSync(submission);
  writeFileSync(join(submission, "client.ts"), `${CODE}${body.join("\n")}\n}\n`);
  writeFileSync(join(submission, "server.ts"), "");
  const request = { lab: "lab1", labFolder: lab.folder, submission, student, given };
  const { errors } = checkTypes(request);
  const before = CODE.split("\n").length - 1;
  return {
    lines: errors.filter(({ code }) => code === of).map(({ line }) => line - before),
    others: errors.filter(({ code }) => code !== of).map(({ message }) => message),
  };
}
