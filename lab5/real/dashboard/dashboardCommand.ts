export function dashboardCommand(): Promise<number> {
  return Promise.resolve(0);
}
