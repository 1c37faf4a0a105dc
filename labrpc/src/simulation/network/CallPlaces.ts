/** Where in the student's code calls were made, "FILE:LINE:COLUMN"; known while recording, of the first ones. */
export class CallPlaces {
  readonly #ofCalls = new Map<number, string>();
  readonly #ofTimeouts = new Map<string, string>();

  /** @param call its number in the trace */
  note(call: number, place: string): void {
    this.#ofCalls.set(call, place);
  }

  /** A call was made at that place, and its caller is told that no reply came. @param message of the TimeoutError */
  noteTimeout(message: string, place: string): void {
    this.#ofTimeouts.set(message, place);
  }

  /** The place of a call, or "". */
  of(call: number): string {
    return this.#ofCalls.get(call) ?? "";
  }

  /** The place of the last call of which a TimeoutError says this, or "": such an error has no place in its stack. */
  ofTimeout(message: string): string {
    return this.#ofTimeouts.get(message) ?? "";
  }
}
