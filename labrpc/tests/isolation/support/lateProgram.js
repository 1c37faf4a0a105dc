// A realm process that does nothing, and says how much memory it has a little late.
const { readSync, writeSync } = require("node:fs");

function bytes(count) {
  const all = Buffer.alloc(count);
  for (let at = 0; at < count;) {
    const more = readSync(0, all, at, count - at, null);
    if (more === 0) process.exit(0);
    at += more;
  }
  return all;
}

for (;;) {
  const messages = JSON.parse(bytes(bytes(4).readUInt32LE(0)).toString());
  const answers = messages.flatMap(([kind, run]) => {
    if (kind === "bytes") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    if (kind === "bytes") return [["bytes", run, 1000]];
    return kind === "enter" ? [["did", run, [], "", false, ""]] : [];
  });
  if (answers.length === 0) continue;
  const body = Buffer.from(JSON.stringify(answers));
  const head = Buffer.alloc(4);
  head.writeUInt32LE(body.length);
  writeSync(1, Buffer.concat([head, body]));
}
