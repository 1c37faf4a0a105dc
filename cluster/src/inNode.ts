/** For the program that a node runs. Apart from the rest, so that a node loads little and starts fast. */
export { endWithParent, onParentMessage, reportToParent, tellParent } from "./reportToParent";
export { studentLines } from "./studentLines";
