/** The head of a column: text without markup. */
export type ClassColumn = string | { readonly numbers: string };

/** A table. Rows are markup; cells with numbers have the class "number". */
export function classTableHtml(head: readonly ClassColumn[], rows: readonly string[]): string {
  const cells = head.map((column) =>
    typeof column === "string"
      ? `<th scope="col">${column}</th>`
      : `<th scope="col" class="number">${column.numbers}</th>`,
  );
  return `<table><thead><tr>${cells.join("")}</tr></thead>
<tbody>${rows.join("\n")}</tbody></table>`;
}
