/**
 * A notice on the page of a run in GitHub Actions, as a line for standard output.
 *
 * Source: how the toolkit of GitHub Actions writes workflow commands.
 */
export function workflowNotice(title: string, text: string): string {
  return `::notice title=${property(title)}::${data(text)}\n`;
}

function data(text: string): string {
  return text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}

function property(text: string): string {
  return data(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
}
