import type { BenchGroup } from "../measure/BenchFigure";
import { benchGradeOfLab } from "./benchGradeOfLab";

/** What grading lab 1's solution takes. */
export const benchGrade: BenchGroup = async function* (progress) {
  yield* await benchGradeOfLab({
    lab: "lab1",
    seconds: 5,
    memoryMb: 300,
    comparison: "MIT's 2024 suite 39–50 s for one unseeded run; the Python port 20 s",
    progress,
  });
};
