import { expect } from "chai";
import { packRecord, unpackRecord } from "../src/packRecord";
import { syntheticRecord } from "./support/syntheticRecord";

describe("packing", () => {
  it("gives the same record back", () => {
    const record = syntheticRecord(400);
    expect(unpackRecord(packRecord(record))).to.deep.equal(record);
  });
});
