import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import dockerignore from "@balena/dockerignore";
import { DockerfileParser, type Instruction } from "dockerfile-ast";
import { DockerStage } from "./DockerStage";
import { ROOT } from "./realSystem";

/** Made or installed, and in no context. */
const MADE = ["node_modules", ".git", "reports", "coverage", "dist"].map((name) => join(ROOT, name));

/**
 * An image made without an engine: each instruction of a Dockerfile is carried out in a folder that stands for the
 * stage's file system. It shows that the files are there and the commands work, with the Node of this machine.
 */
export class CarriedOutDockerfile {
  readonly #instructions: readonly Instruction[];
  readonly #arguments: Readonly<Record<string, string>>;
  readonly #context = mkdtempSync(join(tmpdir(), "docker-context-"));
  readonly #stages = new Map<string, DockerStage>();
  #last = new DockerStage();
  #start: readonly string[] = [];
  #health: readonly string[] = [];
  /** Of the last USER and EXPOSE. */
  user = "";
  exposed = "";

  /** @param path below the kit's root @param buildArguments in place of the values that ARG gives */
  constructor(path: string, buildArguments: Readonly<Record<string, string>>) {
    this.#instructions = DockerfileParser.parse(readFileSync(join(ROOT, path), "utf8")).getInstructions();
    this.#arguments = buildArguments;
  }

  get stages(): number {
    return this.#stages.size;
  }

  /** Copies what .dockerignore lets through. */
  copyContext(): void {
    const ignored = dockerignore().add(readFileSync(join(ROOT, ".dockerignore"), "utf8"));
    cpSync(ROOT, this.#context, {
      recursive: true,
      filter: (from) => {
        const path = relative(ROOT, from).split(sep).join("/");
        if (path === "") return true;
        if (MADE.includes(from)) return false;
        // A folder that is ignored may hold files that are not.
        return statSync(from).isDirectory() || !ignored.ignores(path);
      },
    });
  }

  /** Throws Error when a command fails, or an instruction is none that this class knows. */
  carryOut(): void {
    for (const instruction of this.#instructions) this.#carryOut(instruction);
  }

  /** The files of the last stage, below its working directory. */
  files(): string[] {
    return this.#last.run("find . -type f | sort").output.trim().split("\n");
  }

  /** What CMD says. */
  start(env: Readonly<Record<string, string>>): ChildProcess {
    const [program = "", ...args] = this.#start;
    return spawn(program, args, {
      cwd: this.#last.at("."),
      env: { ...process.env, NODE_V8_COVERAGE: "", ...this.#last.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  /** The exit code of what HEALTHCHECK says. */
  health(env: Readonly<Record<string, string>>): number | null {
    Object.assign(this.#last.env, env);
    return this.#last.run(this.#health.map((part) => `'${part}'`).join(" ")).status;
  }

  /** A path of the last stage on this machine. */
  at(path: string): string {
    return this.#last.at(path);
  }

  remove(): void {
    for (const folder of [this.#context, ...[...this.#stages.values()].map(({ root }) => root)])
      rmSync(folder, { recursive: true, force: true });
  }

  #carryOut(instruction: Instruction): void {
    const words = instruction.getArguments().map((argument) => argument.getValue());
    const text = instruction.getArgumentsContent() ?? "";
    switch (instruction.getKeyword()) {
      case "FROM":
        this.#last = new DockerStage();
        this.#stages.set(words[2] ?? "last", this.#last);
        break;
      case "WORKDIR":
        this.#last.enter(words[0] ?? "/");
        break;
      case "COPY": {
        const [, from] = /--from=(\w+)/.exec(instruction.toString()) ?? [];
        const paths = words.filter((word) => !word.startsWith("--"));
        const sources = paths.slice(0, -1).map((path) => path.replace(/^\//, ""));
        const folder = from === undefined ? this.#context : (this.#stages.get(from)?.root ?? "");
        this.#last.copy(folder, sources, paths.at(-1) ?? "");
        break;
      }
      case "ARG":
      case "ENV":
        for (const word of words) {
          const [name = "", value = ""] = word.split("=");
          this.#last.env[name] = this.#arguments[name] ?? value;
        }
        break;
      case "RUN": {
        const { status, output } = this.#last.run(text);
        if (status !== 0) throw new Error(`expected to succeed: ${text}\n${output}`);
        break;
      }
      case "HEALTHCHECK":
        this.#health = JSON.parse(/CMD\s+(\[.*\])\s*$/s.exec(text)?.[1] ?? "") as string[];
        break;
      case "CMD":
        this.#start = JSON.parse(text) as string[];
        break;
      case "USER":
        this.user = words.join(" ");
        break;
      case "EXPOSE":
        this.exposed = words.join(" ");
        break;
      case "VOLUME":
        break;
      default:
        throw new Error(
          `expected an instruction that this class can carry out, got ${instruction.getKeyword()}`,
        );
    }
  }
}
