import { Pool } from "undici";
import { z } from "zod";
import { ToolError } from "toolkit/cli/ToolError";

/** An answer over HTTP. */
export interface HttpNodeAnswer {
  readonly status: number;
  /** The body as JSON; its text when it is none. */
  readonly body: unknown;
}

/** Not zod's record, which leaves out a key "__proto__". */
function isHttpStoreOfTexts(value: unknown): boolean {
  return (
    typeof value === "object" &&
    value !== null &&
    Object.values(value).every((text) => typeof text === "string")
  );
}

const httpStatusReply = z.object({
  node_type: z.enum(["leader", "follower"]),
  data_count: z.int(),
  data: z.custom<Record<string, string>>(isHttpStoreOfTexts),
});
export type HttpNodeStatus = z.infer<typeof httpStatusReply>;

/** What a request may be given. */
export interface HttpNodeRequestOptions {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  /** Sent as it is. */
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A node answers, but not as the lab asks for. The code that it runs is wrong, or not written yet. */
export class WrongHttpNodeAnswer extends Error {
  override readonly name = "WrongAnswer";
}

/** Longer than the 5 s that a leader waits for its followers, ms. */
const TIMEOUT_MS = 15_000;

/** A node as a program outside sees it: an address that takes HTTP. */
export class HttpKvNode {
  readonly #pool: Pool;

  /**
   * @param address such as "http://localhost:5000"
   * @param connections requests under way at a time; more wait
   */
  constructor(
    readonly name: string,
    readonly address: string,
    connections = 20,
  ) {
    this.#pool = new Pool(address, { connections, headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS });
  }

  /** Rejects with undici's errors when no answer comes. */
  async request(
    path: string,
    { method = "GET", body, headers }: HttpNodeRequestOptions = {},
  ): Promise<HttpNodeAnswer> {
    const answer = await this.#pool.request({
      method,
      path,
      ...(body === undefined ? {} : { body }),
      headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    });
    const text = await answer.body.text();
    return { status: answer.statusCode, body: parsedHttpReply(text) };
  }

  set(key: string, value: string): Promise<HttpNodeAnswer> {
    return this.request("/set", { method: "POST", body: JSON.stringify({ key, value }) });
  }

  /** Slashes stay as they are; everything else that an address has its own use for is written with %. */
  get(key: string): Promise<HttpNodeAnswer> {
    return this.request(`/get/${key.split("/").map(encodeURIComponent).join("/")}`);
  }

  /** Throws ToolError when the node does not answer, and WrongAnswer when it answers something else. */
  async status(): Promise<HttpNodeStatus> {
    const { status, body } = await this.#ask("/status");
    const read = httpStatusReply.safeParse(body);
    if (status === 200 && read.success) return read.data;
    throw new WrongHttpNodeAnswer(
      `expected ${this.name} to answer GET /status with node_type, data_count and data, got ${String(status)} with ${JSON.stringify(body).slice(0, 300)}`,
    );
  }

  /** Throws ToolError when nobody listens there. */
  async expectUp(): Promise<void> {
    await this.#ask("/healthz");
  }

  async #ask(path: string): Promise<HttpNodeAnswer> {
    try {
      return await this.request(path);
    } catch (error) {
      const why =
        error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.message) : String(error);
      throw new ToolError(
        `expected ${this.name} to answer at ${this.address}, got ${why}; start it with npm run cluster lab4, or say --start`,
      );
    }
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }
}

function parsedHttpReply(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
