/** Exit codes of the commands. */
export const EXIT = { fullMarks: 0, lessThanFullMarks: 1, toolFailed: 2 } as const;
