"use strict";
// The thread beside a process's work that ends the process when it has used too much time of a processor.
const { writeSync } = require("node:fs");
const { workerData } = require("node:worker_threads");
const LOOK_MS = 250;
setInterval(() => {
  const { user, system } = process.cpuUsage();
  if ((user + system) / 1000 < workerData) return;
  // The words are those of limitTypeCheckTime.ts: to load TypeScript here would take longer than the thread.
  writeSync(2, "\nthe limit of processor time was reached\n");
  process.kill(process.pid, "SIGKILL");
}, LOOK_MS);
