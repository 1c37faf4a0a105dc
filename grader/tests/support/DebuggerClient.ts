import { SourceMap } from "node:module";
import { fileURLToPath } from "node:url";
import WebSocket from "ws";

/** A frame of the stack of a paused program. */
export interface PausedFrame {
  readonly function: string;
  /** The script's name, as a URL. */
  readonly script: string | undefined;
}

/** Where a program is paused. */
export interface PausedAt {
  readonly frames: readonly PausedFrame[];
  /** The value of an expression there, as JSON has it. */
  readonly evaluate: (expression: string) => Promise<unknown>;
}

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

interface CallFrame {
  readonly callFrameId: string;
  readonly functionName: string;
  readonly location: Position;
}

interface Position {
  readonly scriptId: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/**
 * A debugger that speaks the Chrome DevTools Protocol, and sets breakpoints in TypeScript as VS Code does: the program
 * pauses before each script with a source map, and the debugger looks where in it the wanted lines are.
 */
export class DebuggerClient {
  /** Names of the scripts in which a breakpoint was set. */
  readonly scripts: string[] = [];
  /** What the debugger's console shows, a line for each call. */
  readonly console: string[] = [];
  readonly #socket: WebSocket;
  readonly #wanted: { readonly file: string; readonly line: number }[] = [];
  readonly #parsed = new Map<string, { readonly url: string; readonly map: string }>();
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #ids = 0;
  #onPause: (at: PausedAt) => Promise<void> = () => Promise.resolve();

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data) => {
      this.#read(JSON.parse((data as Buffer).toString()) as Answer);
    });
  }

  /** @param url as a program says it: "ws://127.0.0.1:…" */
  static async attach(url: string): Promise<DebuggerClient> {
    const socket = new WebSocket(url);
    await new Promise((resolve, reject) => {
      socket.once("open", resolve).once("error", reject);
    });
    const client = new DebuggerClient(socket);
    await client.send("Runtime.enable");
    await client.send("Debugger.enable");
    await client.send("Debugger.setInstrumentationBreakpoint", {
      instrumentation: "beforeScriptWithSourceMapExecution",
    });
    return client;
  }

  /** @param file absolute; @param line counts from 1 */
  breakAt(file: string, line: number): void {
    this.#wanted.push({ file, line });
  }

  /** Lets the program run, and resolves when the connection ends. @param onPause called at each stop, before it goes on */
  async run(onPause: (at: PausedAt) => Promise<void>): Promise<void> {
    this.#onPause = onPause;
    const closed = new Promise((resolve) => this.#socket.once("close", resolve));
    await this.send("Runtime.runIfWaitingForDebugger");
    await closed;
  }

  /** Rejects with what the program says is wrong. */
  send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = ++this.#ids;
    this.#socket.send(JSON.stringify({ id, method, params }));
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, ({ result = {}, error }) => {
        if (error === undefined) resolve(result);
        else reject(new Error(`${method}: ${error.message}`));
      });
    });
  }

  #read({ id, method, params = {}, ...answer }: Answer): void {
    if (id !== undefined) {
      this.#waiting.get(id)?.(answer);
      this.#waiting.delete(id);
      return;
    }
    if (method === "Debugger.scriptParsed")
      this.#parsed.set(String(params.scriptId), {
        url: String(params.url),
        map: String(params.sourceMapURL),
      });
    if (method === "Runtime.consoleAPICalled")
      this.console.push(
        (params.args as readonly { readonly value?: unknown }[]).map(({ value }) => String(value)).join(" "),
      );
    if (method === "Debugger.paused") void this.#paused(params);
    // The program has come to its end, and waits for the debugger to go.
    if (method === "Runtime.executionContextDestroyed" && params.executionContextId === 1)
      this.#socket.close();
  }

  async #paused(params: Record<string, unknown>): Promise<void> {
    if (params.reason === "instrumentation")
      await this.#setBreakpoints((params.data as { scriptId: string }).scriptId);
    else {
      const frames = params.callFrames as readonly CallFrame[];
      await this.#onPause({
        frames: frames.map(({ functionName, location }) => ({
          function: functionName,
          script: this.#parsed.get(location.scriptId)?.url,
        })),
        evaluate: (expression) => this.#evaluate(frames[0], expression),
      });
    }
    await this.send("Debugger.resume");
  }

  async #evaluate(frame: CallFrame | undefined, expression: string): Promise<unknown> {
    const { result } = (await this.send("Debugger.evaluateOnCallFrame", {
      callFrameId: frame?.callFrameId,
      expression,
      returnByValue: true,
    })) as { result: { value: unknown } };
    return result.value;
  }

  async #setBreakpoints(scriptId: string): Promise<void> {
    const { url, map } = this.#parsed.get(scriptId) ?? { url: "", map: "" };
    const [, data = ""] = /^data:.*;base64,(.*)$/.exec(map) ?? [];
    const parsed = JSON.parse(Buffer.from(data, "base64").toString() || "{}") as { sources?: string[] };
    const files = (parsed.sources ?? []).flatMap((source) =>
      source.startsWith("file:") ? [fileURLToPath(source)] : [],
    );
    const wanted = this.#wanted.filter(({ file }) => files.includes(file));
    if (wanted.length === 0) return;
    this.scripts.push(url);
    const entries = new SourceMap(parsed as ConstructorParameters<typeof SourceMap>[0]);
    const { locations } = (await this.send("Debugger.getPossibleBreakpoints", {
      start: { scriptId, lineNumber: 0, columnNumber: 0 },
      restrictToFunction: false,
    })) as { locations: readonly Position[] };
    for (const { line } of wanted) {
      const location = locations.find(({ lineNumber, columnNumber }) => {
        const entry = entries.findEntry(lineNumber, columnNumber);
        return "originalLine" in entry && entry.originalLine === line - 1;
      });
      if (location === undefined)
        throw new Error(`expected code in line ${String(line)} of ${url}, got none`);
      await this.send("Debugger.setBreakpoint", { location });
    }
  }
}
