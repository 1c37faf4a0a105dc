/** For the program that a node runs. Apart from the rest, so that a node loads little and starts fast. */
export { endNodeInGoodOrder, type GoodOrder } from "./endNodeInGoodOrder";
export {
  endNodeWithParent,
  onMessageToNode,
  reportNodeToParent,
  tellParentOfNode,
} from "./reportNodeToParent";
export { isNodeBehindWalls } from "./isNodeBehindWalls";
export type { NodeReport } from "./NodeReport";
export { studentLinesInNode } from "./studentLinesInNode";
