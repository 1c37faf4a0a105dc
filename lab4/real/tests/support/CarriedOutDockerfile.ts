import { spawn, type ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
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
  readonly #ignored: string;
  readonly #instructions: readonly Instruction[];
  readonly #onThisMachine: (command: string, at: (path: string) => string) => string;
  readonly #arguments: Readonly<Record<string, string>>;
  readonly #context = mkdtempSync(join(tmpdir(), "docker-context-"));
  readonly #stages = new Map<string, DockerStage>();
  #last = new DockerStage();
  #entry: readonly string[] = [];
  #start: readonly string[] = [];
  #health: readonly string[] = [];
  /** Of the last USER and EXPOSE. */
  user = "";
  exposed = "";

  /**
   * @param path below the kit's root
   * @param buildArguments in place of the values that ARG gives
   * @param onThisMachine what to run for a command that only an image's system can, such as one that installs packages of
   * the system; `at` says where a path of the image lies. Default: the command itself
   */
  constructor(
    path: string,
    buildArguments: Readonly<Record<string, string>> = {},
    onThisMachine: (command: string, at: (path: string) => string) => string = (command) => command,
  ) {
    this.#onThisMachine = onThisMachine;
    // A Dockerfile's own file takes the place of the root's.
    const own = `${path}.dockerignore`;
    this.#ignored = readFileSync(join(ROOT, existsSync(join(ROOT, own)) ? own : ".dockerignore"), "utf8");
    this.#instructions = DockerfileParser.parse(readFileSync(join(ROOT, path), "utf8")).getInstructions();
    this.#arguments = buildArguments;
  }

  get stages(): number {
    return this.#stages.size;
  }

  /** Copies what .dockerignore lets through. */
  copyContext(): void {
    const ignored = dockerignore().add(this.#ignored);
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

  /**
   * What ENTRYPOINT and CMD say.
   *
   * @param words in place of CMD's
   * @param user the number of the user that it runs as; default: this process's own
   */
  start(
    env: Readonly<Record<string, string>>,
    words: readonly string[] = this.#start,
    user?: number,
  ): ChildProcess {
    const [program = "", ...args] = [...this.#entry, ...words];
    return spawn(program, args, {
      cwd: this.#last.at("."),
      ...(user === undefined ? {} : { uid: user, gid: user }),
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
        const at = (path: string): string => this.#last.at(path);
        const { status, output } = this.#last.run(this.#onThisMachine(text, at));
        if (status !== 0) throw new Error(`expected to succeed: ${text}\n${output}`);
        break;
      }
      case "HEALTHCHECK":
        this.#health = JSON.parse(/CMD\s+(\[.*\])\s*$/s.exec(text)?.[1] ?? "") as string[];
        break;
      case "ENTRYPOINT":
        this.#entry = JSON.parse(text) as string[];
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
