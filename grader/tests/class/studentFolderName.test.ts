import { expect } from "chai";
import { studentFolderName } from "../../src/class/row/studentFolderName";

describe("studentFolderName", () => {
  it("keeps what every system takes, and is another for another id", () => {
    expect(studentFolderName("jane.doe-7@example.org")).to.equal("jane.doe-7@example.org");
    for (const id of ["../x", "a/b", "con", "aux.txt", "Zoë", "", ".", "x".repeat(200), "a:b"])
      expect(studentFolderName(id))
        .to.match(/^[A-Za-z0-9][A-Za-z0-9@._-]{0,79}$/)
        .and.not.match(/^(con|aux)(\.|$)|\.$/);
    expect(studentFolderName("a/b")).to.not.equal(studentFolderName("a:b"));
    // Nobody can call himself like the folder of somebody else.
    expect(studentFolderName(studentFolderName("Jane Doe"))).to.not.equal(studentFolderName("Jane Doe"));
  });
});
