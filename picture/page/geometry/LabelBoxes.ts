interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const CELL = 64;

/** Remembers where labels are, so that none covers another. */
export class LabelBoxes {
  readonly #cells = new Map<string, Box[]>();

  /** Takes a place, whether it is free or not. */
  take(left: number, top: number, width: number, height: number): void {
    const box = { left, top, right: left + width, bottom: top + height };
    for (const cell of cellsOfLabelBox(box)) {
      const boxes = this.#cells.get(cell);
      if (boxes === undefined) this.#cells.set(cell, [box]);
      else boxes.push(box);
    }
  }

  /** Takes a place if it is free. */
  tryTake(left: number, top: number, width: number, height: number): boolean {
    const box = { left, top, right: left + width, bottom: top + height };
    const taken = cellsOfLabelBox(box).some((cell) =>
      this.#cells.get(cell)?.some((other) => overlappingLabelBoxes(box, other)),
    );
    if (!taken) this.take(left, top, width, height);
    return !taken;
  }
}

function cellsOfLabelBox({ left, top, right, bottom }: Box): string[] {
  const found: string[] = [];
  for (let column = Math.floor(left / CELL); column <= Math.floor(right / CELL); column++) {
    for (let row = Math.floor(top / CELL); row <= Math.floor(bottom / CELL); row++) {
      found.push(`${String(column)} ${String(row)}`);
    }
  }
  return found;
}

function overlappingLabelBoxes(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}
