/** What arrows are made of: lines, and the signs at their ends. Pixels. */
export function strokeLine(
  context: CanvasRenderingContext2D,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
): void {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

export function arrowHead(
  context: CanvasRenderingContext2D,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
): void {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const length = Math.hypot(dx, dy);
  if (length === 0) return;
  const [ux, uy] = [dx / length, dy / length];
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x1 - 8 * ux - 3.4 * uy, y1 - 8 * uy + 3.4 * ux);
  context.lineTo(x1 - 8 * ux + 3.4 * uy, y1 - 8 * uy - 3.4 * ux);
  context.fill();
}

export function arrowCross(context: CanvasRenderingContext2D, x: number, y: number, size: number): void {
  context.lineWidth = 2.4;
  strokeLine(context, x - size, y - size, x + size, y + size);
  strokeLine(context, x - size, y + size, x + size, y - size);
}

export function arrowRing(context: CanvasRenderingContext2D, x: number, y: number, ground: string): void {
  context.beginPath();
  context.arc(x, y, 4.5, 0, Math.PI * 2);
  context.fillStyle = ground;
  context.fill();
  context.lineWidth = 2;
  context.stroke();
}
