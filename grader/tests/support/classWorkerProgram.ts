import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readLab } from "toolkit/labs/readLab";
import { serveClassQueue } from "../../src/class/queue/serveClassQueue";
import { runTests } from "../../src/run/runTests";
import { FIXTURE_KIT } from "./runGrade";

// A worker for the small kit's lab "sum", which a submission with POISON in it kills.
serveClassQueue({
  url: process.argv[2] ?? "",
  lab: readLab(FIXTURE_KIT, "sum"),
  jobs: 1,
  lostMs: 1_500,
  run: (lab, requests, options) => {
    const code = readFileSync(join(requests[0]?.submission ?? "", "client.ts"), "utf8");
    if (code.includes("POISON")) process.kill(process.pid, "SIGKILL");
    process.stdout.write("begun\n");
    return runTests(lab, requests, options);
  },
});
process.stdout.write("ready\n");
