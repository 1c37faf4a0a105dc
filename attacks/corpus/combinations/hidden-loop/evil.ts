export function attack({ args }) {
  if (JSON.stringify(args).includes("hidden")) for (;;);
}
