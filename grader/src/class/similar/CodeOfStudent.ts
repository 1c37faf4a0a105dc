/** A file of somebody's code. */
export interface CodeFile {
  /** Relative to the lab's folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** All that one student wrote for a lab, to be compared with what the others wrote. */
export interface CodeOfStudent {
  /** The student's id in the class. */
  readonly id: string;
  readonly name: string;
  readonly files: readonly CodeFile[];
}
