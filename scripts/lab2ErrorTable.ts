import { ERRORS } from "../lab2/errors";

/** The table of errors in the handout, as Markdown. */
export function lab2ErrorTable(): string {
  const happened = { no: "definitely not", "not so far": "not so far", maybe: "perhaps" };
  const rows = Object.entries(ERRORS).map(
    ([code, error]) =>
      `| \`new ${code}(details?)\` | ${error.from} | ${error.meaning} | ${happened[error.happened]} |`,
  );
  return ["| error | thrown by | meaning | did it happen? |", "| --- | --- | --- | --- |", ...rows].join(
    "\n",
  );
}
