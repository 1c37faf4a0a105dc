/** See updateFromTemplate.js. Throws Error when one of the folders is no student repository. */
export function updateFromTemplate(template: string, repository: string): string;
