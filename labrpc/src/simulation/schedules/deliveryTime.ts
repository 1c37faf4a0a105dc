/** A message takes so long at least, virtual ms: the least latency of a reliable network. */
const LEAST_LATENCY_MS = 0.1;
/** Two deliveries are never at the same instant, so that a history knows which came first. */
const STEP_MS = 0.01;

/** When a message arrives that a strategy delivers now, virtual ms. */
export function deliveryTime(now: number, sentAt: number): number {
  return Math.round(Math.max(now + STEP_MS, sentAt + LEAST_LATENCY_MS) * 1000) / 1000;
}
