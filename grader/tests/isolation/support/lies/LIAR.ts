/**
 * Comes before a lie: what it is made with, as code of a submission that nobody checks the types of. The lie itself runs once in each
 * process.
 */
export const LIAR = `
if (!powers.process.isLiar) {
  powers.process.isLiar = true;
  const fs = powers.require("node:fs");
  const vm = powers.require("node:vm");
  const NodeBuffer = powers.require("node:buffer").Buffer;
  const Atomics = vm.runInThisContext("Atomics");
  const nap = vm.runInThisContext("new Int32Array(new SharedArrayBuffer(4))");
  const write = fs.writeSync;
  const read = fs.readSync;
  const pause = (ms) => Atomics.wait(nap, 0, 0, ms);
  const raw = (bytes) => { const all = NodeBuffer.from(bytes); for (let at = 0; at < all.length;) at += write(1, all, at); };
  const frameOf = (text) => { const body = NodeBuffer.from(text); const head = NodeBuffer.alloc(4); head.writeUInt32LE(body.length); return NodeBuffer.concat([head, body]); };
  const onFrame = (change) => { fs.writeSync = (fd, frame) => { change(NodeBuffer.from(frame)); return frame.length; }; };
  const onText = (change) => onFrame((frame) => raw(frameOf(change(frame.subarray(4).toString()))));
  const onAnswers = (change) => onText((text) => JSON.stringify(change(JSON.parse(text))));
  const lifeOf = (text) => powers.process.life ?? 1;
  fs.readSync = (fd, piece, ...rest) => {
    const bytes = read(fd, piece, ...rest);
    const text = piece.subarray(0, bytes).toString("latin1");
    if (text.includes('["begin",')) powers.process.lied = false;
    for (const [, life] of text.matchAll(/\\["enter",\\d+,\\["\\w+",(\\d+)/g)) powers.process.life = Number(life);
    return bytes;
  };
  const onMessages = (see) => {
    const before = fs.readSync;
    fs.readSync = (fd, piece, ...rest) => {
      const bytes = before(fd, piece, ...rest);
      const text = piece.subarray(0, bytes).toString("latin1");
      see([...text.matchAll(/\\["begin",\\d+,\\d+,(true|false)/g)].map(([, recorded]) => ["begin", 0, 0, recorded === "true"]));
      return bytes;
    };
  };
`;
