export function attack({ self }) {
  let reads = 0;
  const turning = () => Object.defineProperty({}, "value", { enumerable: true, get: () => (reads++ % 2 === 0 ? "" : undefined) });
  self.refuse = async () => turning();
  return turning();
}
