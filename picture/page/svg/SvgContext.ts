/** Characters of a system's sans-serif font are about so wide, as a part of its size: the same on every machine. */
const CHARACTER = { normal: 0.54, bold: 0.59 } as const;

interface SvgState {
  readonly globalAlpha: number;
  readonly dash: string;
  /** Groups that a clip has opened since `save`. */
  readonly groups: number;
}

/**
 * What the picture's page draws with, as SVG: the part of a canvas's context that `paint` uses. It draws into a text,
 * needs no browser, and the same calls give the same text.
 */
export class SvgContext {
  fillStyle = "#000";
  strokeStyle = "#000";
  lineWidth = 1;
  lineJoin = "miter";
  globalAlpha = 1;
  font = "12px sans-serif";
  textAlign = "left";
  textBaseline = "alphabetic";
  readonly #parts: string[] = [];
  readonly #states: SvgState[] = [];
  #path = "";
  #dash = "";
  #clips = 0;
  #groups = 0;

  /** All that was drawn. */
  get svg(): string {
    return this.#parts.join("\n");
  }

  save(): void {
    this.#states.push({ globalAlpha: this.globalAlpha, dash: this.#dash, groups: this.#groups });
    this.#groups = 0;
  }

  restore(): void {
    for (; this.#groups > 0; this.#groups--) this.#parts.push("</g>");
    const { globalAlpha, dash, groups } = this.#states.pop() ?? { globalAlpha: 1, dash: "", groups: 0 };
    this.globalAlpha = globalAlpha;
    this.#dash = dash;
    this.#groups = groups;
  }

  clip(): void {
    const name = `clip-${String(this.#clips++)}`;
    this.#parts.push(
      `<clipPath id="${name}"><path d="${this.#path}"/></clipPath><g clip-path="url(#${name})">`,
    );
    this.#groups += 1;
  }

  beginPath(): void {
    this.#path = "";
  }
  closePath(): void {
    this.#path += "Z";
  }
  moveTo(x: number, y: number): void {
    this.#path += `M${svgNumber(x)} ${svgNumber(y)}`;
  }
  lineTo(x: number, y: number): void {
    this.#path += `L${svgNumber(x)} ${svgNumber(y)}`;
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.#path += `M${svgNumber(x)} ${svgNumber(y)}h${svgNumber(width)}v${svgNumber(height)}h${svgNumber(-width)}Z`;
  }
  roundRect(x: number, y: number, width: number, height: number, radius: number): void {
    const r = Math.min(radius, width / 2, height / 2);
    const corner = (dx: number, dy: number): string =>
      `a${svgNumber(r)} ${svgNumber(r)} 0 0 1 ${svgNumber(dx)} ${svgNumber(dy)}`;
    const [across, down] = [svgNumber(width - 2 * r), svgNumber(height - 2 * r)];
    this.#path += `M${svgNumber(x + r)} ${svgNumber(y)}h${across}${corner(r, r)}v${down}${corner(-r, r)}h-${across}${corner(-r, -r)}v-${down}${corner(r, -r)}Z`;
  }
  /** Whole circles, and no parts of them. */
  arc(x: number, y: number, radius: number): void {
    const [r, wide] = [svgNumber(radius), svgNumber(2 * radius)];
    this.#path += `M${svgNumber(x - radius)} ${svgNumber(y)}a${r} ${r} 0 1 0 ${wide} 0a${r} ${r} 0 1 0 -${wide} 0Z`;
  }

  setLineDash(dash: readonly number[]): void {
    this.#dash = dash.join(" ");
  }

  fill(): void {
    this.#add(`<path d="${this.#path}" fill="${this.fillStyle}"`);
  }
  stroke(): void {
    this.#add(`<path d="${this.#path}" fill="none" ${this.#pen()}`);
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    this.#add(
      `<rect x="${svgNumber(x)}" y="${svgNumber(y)}" width="${svgNumber(Math.max(0, width))}" height="${svgNumber(Math.max(0, height))}" fill="${this.fillStyle}"`,
    );
  }
  fillText(text: string, x: number, y: number): void {
    this.#text(text, x, y, `fill="${this.fillStyle}"`);
  }
  strokeText(text: string, x: number, y: number): void {
    this.#text(text, x, y, `fill="none" ${this.#pen()} stroke-linejoin="${this.lineJoin}"`);
  }
  measureText(text: string): { readonly width: number } {
    const { size, weight } = this.#fontParts();
    return { width: text.length * size * (Number(weight) >= 600 ? CHARACTER.bold : CHARACTER.normal) };
  }

  #text(text: string, x: number, y: number, paint: string): void {
    const { size, weight, family } = this.#fontParts();
    const anchor = this.textAlign === "center" ? "middle" : this.textAlign === "right" ? "end" : "start";
    const baseline = { middle: "central", top: "hanging" }[this.textBaseline] ?? "auto";
    const escaped = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
    this.#add(
      `<text x="${svgNumber(x)}" y="${svgNumber(y)}" font-family="${family}" font-size="${svgNumber(size)}" font-weight="${weight}" text-anchor="${anchor}" dominant-baseline="${baseline}" ${paint}`,
      `>${escaped}</text>`,
    );
  }

  #fontParts(): { size: number; weight: string; family: string } {
    const [, weight = "400", size = "12", family = "sans-serif"] =
      /^(?:(bold|\d{3}) )?([\d.]+)px (.*)$/.exec(this.font) ?? [];
    return { size: Number(size), weight: weight === "bold" ? "700" : weight, family };
  }

  #pen(): string {
    const dash = this.#dash === "" ? "" : ` stroke-dasharray="${this.#dash}"`;
    return `stroke="${this.strokeStyle}" stroke-width="${svgNumber(this.lineWidth)}"${dash}`;
  }

  #add(open: string, close = "/>"): void {
    const alpha = this.globalAlpha === 1 ? "" : ` opacity="${this.globalAlpha.toFixed(2)}"`;
    this.#parts.push(open + alpha + close);
  }
}

/** A tenth of a pixel is fine enough. */
function svgNumber(value: number): string {
  return String(Number(value.toFixed(1)));
}
