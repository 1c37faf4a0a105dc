import { expect } from "chai";
import { toJSONSchema } from "zod";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { testFailure } from "../../src/report/testFailure";
import { gradeReport } from "../../src/report/GradeReport";

describe("docs/grade-report.md", () => {
  const text = readFileSync(join(__dirname, "../../../docs/grade-report.md"), "utf8");
  it("describes every field", () => {
    const fields = new Set<string>();
    JSON.stringify(toJSONSchema(gradeReport), (key, value: unknown) => {
      if (key === "properties") for (const field of Object.keys(value as object)) fields.add(field);
      return value;
    });
    expect(fields).to.include("hiddenFailure").and.to.include("typeCheckProblem");
    expect([...fields].filter((field) => !text.includes(`\`${field}\``))).to.deep.equal([]);
  });

  it("says which fields a failure of each kind has", () => {
    const kindsOf: Record<string, string[]> = {};
    for (const schema of testFailure.options) {
      const { properties = {}, required = [] } = toJSONSchema(schema);
      const { kind, ...fields } = properties;
      const kinds = [kind].flatMap((of) => (typeof of === "object" ? (of.enum ?? [of.const]) : []));
      for (const name of Object.keys(fields))
        (kindsOf[`${name}${required.includes(name) ? "" : "?"}`] ??= []).push(...kinds.map(String));
    }
    const all = kindsOf["message"] ?? [];
    const named = (cell: string): string[] => [...cell.matchAll(/`([a-z-]+)`/g)].map(([, kind = ""]) => kind);
    const meant = (cell: string): readonly string[] => {
      if (cell === "simulated") return all.slice(0, all.indexOf("syntax-error"));
      return cell.startsWith("all") ? all.filter((kind) => !named(cell).includes(kind)) : named(cell);
    };
    const [, table = ""] = /<!-- fields of a failure[^]*?-->([^]*?)<!--/.exec(text) ?? [];
    const described = [...table.matchAll(/^\| (`.*?) \| (.*?) \|/gm)].flatMap(([, names = "", cell = ""]) =>
      names.split(", ").map((name) => [name.replaceAll("`", ""), meant(cell)]),
    );
    expect(Object.fromEntries(described)).to.deep.equal(kindsOf);
  });

  it("has an example that satisfies the schema", () => {
    const [, example = ""] = /```json\n([^]*?)```/.exec(text) ?? [];
    expect(gradeReport.safeParse(JSON.parse(example)).error).to.equal(undefined);
  });
});
