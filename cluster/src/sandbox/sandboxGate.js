"use strict";
// Runs in the network of a sandbox, and lets in what comes through its doors: whoever connects to the socket says a port
// in two bytes, and is connected with it. Plain JavaScript, so that it starts without a compiler.

const net = require("node:net");

const server = net.createServer({ allowHalfOpen: true }, (door) => {
  door.on("error", () => door.destroy());
  door.once("readable", function takePort() {
    const head = door.read(2);
    if (head === null) {
      // One byte of the two, or the end.
      if (!door.readableEnded && !door.destroyed) door.once("readable", takePort);
      return;
    }
    const node = net.connect({
      host: "127.0.0.1",
      port: head.readUInt16BE(0),
      noDelay: true,
      allowHalfOpen: true,
    });
    node.on("error", () => door.destroy());
    node.once("close", () => door.destroy());
    door.once("close", () => node.destroy());
    node.once("connect", () => {
      door.pipe(node);
      node.pipe(door);
    });
  });
});

server.listen(process.argv[2], () => process.stdout.write("ready\n"));
