import { expect } from "chai";
import {
  hashesAfterUpdate,
  planHandoutUpdate,
  type HandoutChange,
} from "../../src/handout/planHandoutUpdate";
import { hashOfHandoutContent, type HandoutRecord } from "../../src/handout/ways/HandoutRecord";

describe("planHandoutUpdate", () => {
  const record = (content: Record<string, string>): Parameters<typeof planHandoutUpdate>[1] => ({
    schema: "handout/v1",
    labs: [],
    ways: [],
    files: Object.fromEntries(
      Object.entries(content).map(([name, text]) => [name, hashOfHandoutContent(text)]),
    ),
  });
  const cases: [
    string,
    string | undefined,
    string | undefined,
    string | undefined,
    HandoutChange["kind"] | undefined,
  ][] = [
    ["a new file", undefined, undefined, "b", "added"],
    ["an untouched file", "a", "a", "b", "updated"],
    ["an untouched file with other ends of lines", "a\n", "a\r\n", "b", "updated"],
    ["a touched file", "a", "mine", "b", "kept"],
    ["a touched file without news", "a", "mine", "a", "different"],
    ["a deleted file", "a", undefined, "b", "kept"],
    ["a deleted file without news", "a", undefined, "a", "different"],
    ["a file of the student's with the name of a new one", undefined, "mine", "b", "kept"],
    ["a dropped file", "a", "a", undefined, "removed"],
    ["a dropped file that was touched", "a", "mine", undefined, "kept"],
    ["a file that is as it should be", "a", "b", "b", undefined],
  ];
  for (const [title, before, there, wanted, kind] of cases) {
    it(`${kind ?? "nothing"} for ${title}`, () => {
      const last = record(before === undefined ? {} : { f: before });
      const changes = planHandoutUpdate(
        new Map(wanted === undefined ? [] : [["f", wanted]]),
        last,
        () => there,
      );
      expect(changes).to.deep.equal(kind === undefined ? [] : [{ kind, file: "f" }]);
    });
  }
});

describe("planUpdate, of files that are there to be changed", () => {
  const last = (text: string): HandoutRecord => ({
    schema: "handout/v1",
    labs: [],
    ways: [],
    files: { f: hashOfHandoutContent(text) },
  });
  const kinds = (before: string, there: string | undefined): string[] =>
    planHandoutUpdate(new Map([["f", "a"]]), last(before), () => there, new Set(["f"])).map(
      ({ kind }) => kind,
    );

  it("says nothing of changes, but of news, and of a file that is gone", () => {
    expect(kinds("a", "mine")).to.deep.equal([]);
    expect(kinds("older", "mine")).to.deep.equal(["kept"]);
    expect(kinds("a", undefined)).to.deep.equal(["different"]);
  });
});

describe("hashesAfterUpdate", () => {
  it("keeps the hash of what an earlier run wrote, where it did not write now", () => {
    const last: HandoutRecord = {
      schema: "handout/v1",
      labs: [],
      ways: [],
      files: { kept: hashOfHandoutContent("older"), updated: hashOfHandoutContent("older") },
    };
    const wanted = new Map([
      ["kept", "new"],
      ["updated", "new"],
      ["added", "new"],
      ["there already", "new"],
    ]);
    const there: Readonly<Record<string, string>> = {
      kept: "mine",
      updated: "older",
      "there already": "mine",
    };
    const changes = planHandoutUpdate(wanted, last, (file) => there[file]);
    expect(hashesAfterUpdate(wanted, last, changes)).to.deep.equal({
      kept: hashOfHandoutContent("older"),
      updated: hashOfHandoutContent("new"),
      added: hashOfHandoutContent("new"),
    });
  });
});
