import { expect } from "chai";
import type { Clerk } from "../lab2/client";
import { ClerkNotes } from "../lab2/given/ClerkNotes";

/** A clerk whose gets and puts take a moment, and that calls itself. */
class SlowClerk {
  readonly #name = "slow";
  async get(key: string): Promise<string> {
    await new Promise((resolve) => setTimeout(resolve, 1));
    return `${this.#name} ${key}`;
  }
  async put(key: string): Promise<void> {
    await this.get(`${key} of its own`);
  }
}

describe("what is noted of a lock's calls of its clerk", () => {
  const notes = new ClerkNotes(new SlowClerk() as unknown as Clerk);
  const { clerk } = notes;

  async function misuseOf(method: () => Promise<unknown>): Promise<string> {
    return await notes.during("l", method).then(
      () => "none",
      (error: unknown) => (error as { got?: string }).got ?? "another error",
    );
  }

  it("is nothing where it calls one after the other, with its name", async () => {
    expect(
      await misuseOf(async () => {
        await clerk.put("l", "v", 0);
        expect(await clerk.get("l")).to.equal("slow l");
      }),
    ).to.equal("none");
  });

  it("is another key, two calls at a time, and one under way at the end", async () => {
    expect(await misuseOf(() => clerk.get("l:last"))).to.equal('get("l:last")');
    expect(await misuseOf(() => Promise.all([clerk.get("l"), clerk.put("l", "v", 0)]))).to.equal(
      'put("l") while get("l") is under way',
    );
    let left: Promise<unknown> = Promise.resolve();
    const leave = async (): Promise<void> => {
      await Promise.resolve();
      left = clerk.get("l");
    };
    expect(await misuseOf(leave)).to.equal('get("l") under way');
    await left;
    expect(await misuseOf(() => Promise.resolve())).to.equal("none");
  });

  it("is a call while no method of the lock is under way, told by the next one", async () => {
    await clerk.get("l");
    expect(await misuseOf(() => clerk.get("l"))).to.equal('get("l")');
  });
});
