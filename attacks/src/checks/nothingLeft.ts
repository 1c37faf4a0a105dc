import type { Check } from "./Evidence";

/** No process outlives the grader. */
export const nothingLeft: Check = ({ left }) =>
  left.length === 0 ? [] : [`${String(left.length)} processes left: ${left[0]?.slice(0, 100) ?? ""}`];
