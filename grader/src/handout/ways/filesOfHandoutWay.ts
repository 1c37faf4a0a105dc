import type { HandoutWay } from "./HandoutRecord";
import { handoutActionsWorkflow } from "./handoutActionsWorkflow";
import { classroom50Autograder, classroom50Rehearsal, classroom50Runtime } from "./classroom50";
import { handoutClassroomWorkflow } from "./handoutClassroomWorkflow";

/** The files that a way of grading adds to a hand-out: texts by name. */
export function filesOfHandoutWay(way: HandoutWay, labs: readonly string[]): ReadonlyMap<string, string> {
  switch (way) {
    case "actions":
      return new Map([[".github/workflows/grade.yml", handoutActionsWorkflow()]]);
    case "classroom":
      return new Map([[".github/workflows/classroom.yml", handoutClassroomWorkflow(labs)]]);
    case "classroom50":
      return new Map([
        ["classroom50/autograder.py", classroom50Autograder()],
        ["classroom50/runtime.json", classroom50Runtime()],
        [".github/workflows/rehearse-classroom50.yml", classroom50Rehearsal()],
      ]);
  }
}
