import { expect } from "chai";
import type { ArgsOf, ClientEnd, MethodOf, ReplyOf } from "../src";
import { run, startServer } from "./support/run";

interface Store {
  get(args: { key: string }): { value: string };
  put(args: { key: string; value: string }): Promise<void>;
  readonly size: number;
}

/** True only when both types are the same. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

// Each line is a test of its own: `tsc` refuses it when the types differ, or when no error is where one must be.
const methods: Same<MethodOf<Store>, "get" | "put"> = true;
const args: Same<ArgsOf<Store, "put">, { key: string; value: string }> = true;
const plainReply: Same<ReplyOf<Store, "get">, { value: string }> = true;
const promisedReply: Same<ReplyOf<Store, "put">, void> = true;

/** Never called: its calls are there for the compiler. */
async function callsForTheCompiler(end: ClientEnd<Store>): Promise<string> {
  // @ts-expect-error no such method
  await end.call("delete", { key: "k" });
  // @ts-expect-error a property is no method
  await end.call("size", undefined);
  // @ts-expect-error an argument is missing
  await end.call("put", { key: "k" });
  // @ts-expect-error an argument of the wrong type
  await end.call("get", { key: 1 });
  const reply = await end.call("get", { key: "k" });
  // @ts-expect-error the reply is an object with a text, not a text
  const wrong: string = reply;
  return reply.value + wrong;
}

describe("the types of an end", () => {
  it("come from the service's interface", () => {
    expect([methods, args, plainReply, promisedReply]).to.deep.equal([true, true, true, true]);
    expect(callsForTheCompiler).to.be.a("function");
  });

  it("hold for the values that arrive", () =>
    run({}, async (sim) => {
      startServer(sim);
      const end = sim.host("client").end<{ echo(args: unknown): unknown }>("server");
      const values = [
        "text",
        "",
        0,
        -1.5,
        2 ** 53,
        true,
        null,
        undefined,
        [],
        {},
        [[1], { a: [null] }],
        "ä€😀",
      ];
      for (const value of values) expect(await end.call("echo", value)).to.deep.equal(value);
      const bytes = (await end.call("echo", new Uint8Array([1, 255]))) as Uint8Array;
      expect(bytes).to.be.instanceOf(Uint8Array);
      expect([...bytes]).to.deep.equal([1, 255]);
    }));
});
