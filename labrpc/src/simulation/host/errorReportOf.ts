import { readErrorText } from "../../realm/border/errorText";
import type { ErrorReport } from "../outcome/Outcome";

/** What a report shows of an error that crossed the border; without its own properties. */
export function errorReportOf(text: string): ErrorReport {
  const { name, message, stack } = readErrorText(text);
  return { name, message, stack };
}
