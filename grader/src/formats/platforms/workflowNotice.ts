/**
 * A notice on the page of a run in GitHub Actions, as a line for standard output.
 *
 * Source: how the toolkit of GitHub Actions writes workflow commands.
 */
export function workflowNotice(title: string, text: string): string {
  return `::notice title=${escapedNoticeProperty(title)}::${escapedNoticeData(text)}\n`;
}

function escapedNoticeData(text: string): string {
  return text.replace(/%/g, "%25").replace(/\r/g, "%0D").replace(/\n/g, "%0A");
}

function escapedNoticeProperty(text: string): string {
  return escapedNoticeData(text).replace(/:/g, "%3A").replace(/,/g, "%2C");
}
