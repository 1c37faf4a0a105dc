/** For the program that a node runs. Apart from the rest, so that a node loads little and starts fast. */
export { endWithParent, onParentMessage, reportToParent, tellParent } from "./reportToParent";
export type { NodeReport } from "./NodeReport";
export { studentLines } from "./studentLines";
