import type { HostLives } from "./HostLives";

/** Where in the student's code each host last sent a request or set a timer; known while recording. */
export class LastPlaces {
  readonly #lives: HostLives;
  readonly #places = new Map<string, string>();

  constructor(lives: HostLives) {
    this.#lives = lives;
  }

  /** @param place "FILE:LINE:COLUMN"; "" says nothing */
  note(life: number, place: string): void {
    const host = this.#lives.get(life)?.host.name;
    if (place !== "" && host !== undefined) this.#places.set(host, place);
  }

  /** "FILE:LINE:COLUMN", or "" when it was not recorded. */
  of(host: string): string {
    return this.#places.get(host) ?? "";
  }
}
