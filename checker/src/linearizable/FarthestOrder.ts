/** Keeps the order that got farthest in time, and of those the longest. */
export class FarthestOrder {
  #event = -1;
  longestPartial: readonly number[] = [];
  unlinearizable = 0;

  /**
   * @param event the return that the order did not get beyond: its number among the events
   * @param unlinearizable which operation returns there
   */
  offer(event: number, unlinearizable: number, order: readonly number[]): void {
    if (event < this.#event || (event === this.#event && order.length <= this.longestPartial.length)) return;
    this.#event = event;
    this.longestPartial = [...order];
    this.unlinearizable = unlinearizable;
  }
}
