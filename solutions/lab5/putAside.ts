import type { Disk } from "./types";

/** Gives a damaged file a name that no other has: one that was kept earlier stays. */
export async function putAside(disk: Disk, file: string): Promise<void> {
  const names = new Set(await disk.list());
  let aside = `${file}.corrupt`;
  for (let number = 2; names.has(aside); number++) aside = `${file}.corrupt.${String(number)}`;
  await disk.rename(file, aside);
}
