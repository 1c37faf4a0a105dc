import { expect } from "chai";
import { slipsIn } from "./slipsIn";

const GIVEN =
  "interface Stamp { time: number; id: number; name: string } const a = anything as Stamp, b = anything as Stamp; const numbers = anything as number[]; const pairs = anything as [number, string][];";

describe("numbersTakenForTexts", function () {
  this.timeout(60_000);

  it("are found where 10 comes before 9", () => {
    const body = [
      "void (String(a.time) < String(b.time));",
      "void (`${a.time}/${a.id}` > `${b.time}/${b.id}`);",
      "void (a.time.toString() <= b.name);",
      'void (a.time + "/" + a.id >= b.time + "/" + b.id);',
      "const first = `${a.time}`; void (first < b.name);",
      "const [one, two] = [`${a.time}`, `${b.time}`]; void (one < two);",
      "const nameOf = ({ time, id }: Stamp): string => `${time}/${id}`; void (nameOf(a) < nameOf(b));",
      "list.sort((x, y) => String(x.length).localeCompare(String(y.length)));",
      "numbers.sort();",
      "void [...map.values()].sort();",
      "pairs.sort();",
    ];
    const at = body.map((_, i) => i + 2);
    expect(slipsIn("text", [GIVEN, ...body])).to.deep.equal({ lines: at, others: [] });
  });

  it("are none where texts are meant, the number of digits is always the same, or any order will do", () => {
    const body = [
      "void (a.name < b.name);",
      "void (a.time < b.time);",
      "void (`${a.name}/${a.time}` < `${b.name}/${b.time}`);",
      'void (String(a.time).padStart(9, "0") < String(b.time).padStart(9, "0"));',
      "void (String(Date.now()) < a.name);",
      "void (String(a.time) === String(b.time));",
      "void (a.time - b.time || (String(a.id) < String(b.id) ? -1 : 1));",
      'void a.name.localeCompare(String(b.time), "en", { numeric: true });',
      "list.sort();",
      "numbers.sort((x, y) => x - y);",
      'void numbers.sort().join(",");',
      "void JSON.stringify([...numbers].sort());",
    ];
    expect(slipsIn("text", [GIVEN, ...body])).to.deep.equal({ lines: [], others: [] });
  });
});
