import { join } from "node:path";
import { temporaryFolder } from "toolkit/tests/temporaryFolder";

/** What Gradescope tells of a submission. */
export const METADATA = {
  id: 1,
  created_at: "2026-10-02T01:10:00.365935+02:00",
  assignment: { due_date: "2026-10-01T20:00:00.000000+02:00", late_due_date: null, title: "Lab 2" },
  users: [{ email: "student", id: 1, name: "Student" }],
  previous_submissions: [
    { submission_time: "2026-09-30T01:10:00+02:00", score: 80.0, autograder_error: false, results: {} },
    { submission_time: "2026-09-30T02:10:00+02:00", score: null, autograder_error: true, results: {} },
    { submission_time: "2026-09-30T03:10:00+02:00", score: "75.0", results: {} },
  ],
};

/** Gradescope's file with these changes, or this text instead of it. */
export function metadataFile(changes: object | string = {}): string {
  const content = typeof changes === "string" ? changes : JSON.stringify({ ...METADATA, ...changes });
  return join(temporaryFolder({ "submission_metadata.json": content }), "submission_metadata.json");
}
