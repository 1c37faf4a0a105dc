/** Says why this version of Node cannot run the kit; undefined when it can. */
export function nodeProblem(version: string): string | undefined;
