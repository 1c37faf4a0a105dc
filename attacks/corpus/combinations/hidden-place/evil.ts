const lines = Array.from({ length: 16 }, (_, digit) => ({ [`at${digit}`]() { throw new Error(`digit ${digit}`); } })[`at${digit}`]);

export function attack({ args }) {
  const given = JSON.stringify(args);
  const at = given.indexOf("hidden");
  if (at < 0) return;
  lines[parseInt(given[at + 6], 16) || 0]();
}
