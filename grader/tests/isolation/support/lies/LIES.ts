import type { Lie } from "./Lie";
import { change } from "./lieParts";
import { LIES_OF_ANSWERS } from "./LIES_OF_ANSWERS";
import { LIES_OF_EFFECTS } from "./LIES_OF_EFFECTS";
import { LIES_OF_ERRORS } from "./LIES_OF_ERRORS";
import { LIES_OF_RESULTS } from "./LIES_OF_RESULTS";

export const LIES: readonly Lie[] = [
  { name: "tells the truth", verdict: "harmless", code: change("") },
  ...LIES_OF_RESULTS,
  ...LIES_OF_EFFECTS,
  ...LIES_OF_ERRORS,
  ...LIES_OF_ANSWERS,
];
