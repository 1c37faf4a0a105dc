import { expect } from "chai";
import type { KVService, Response } from "../../types";
import { miniRedisRequestHandler } from "../protocols/miniRedisRequestHandler";

describe("lab 5: a student's server behind the door", () => {
  function asked(handle: KVService["handle"]): {
    answer: () => Response | Promise<Response>;
    lines: string[];
  } {
    const lines: string[] = [];
    const ask = miniRedisRequestHandler({
      service: { handle },
      serverId: 3,
      folder: __dirname,
      printError: (line) => void lines.push(line),
    });
    return { answer: () => ask({ command: "GET" }), lines };
  }

  for (const [how, handle] of [
    [
      "throws",
      () => {
        throw new TypeError("no such thing");
      },
    ],
    ["rejects", () => Promise.reject(new TypeError("no such thing"))],
  ] satisfies [string, KVService["handle"]][]) {
    it(`becomes an error response with the file and line when it ${how}`, async () => {
      const { answer, lines } = asked(handle);
      expect(await answer()).to.deep.equal({
        status: "error",
        message: "The server failed: TypeError: no such thing",
        server_id: 3,
      });
      expect(lines.join("\n")).to.match(
        /^handle threw TypeError: no such thing\n\s+at miniRedisRequestHandler\.test\.ts:\d+:\d+/,
      );
    });
  }

  it("becomes an error response when it answers with nothing", async () => {
    const { answer } = asked(() => undefined as unknown as Response);
    expect(await answer())
      .to.have.property("message")
      .that.includes("expected handle to return a response, got undefined");
  });
});
