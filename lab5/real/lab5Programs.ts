import type { CommandLaunch } from "toolkit/cli/startCommand";
import type * as ClientModule from "./client/miniRedisClientCommand";
import type * as DashboardModule from "./dashboard/miniRedisDashboardCommand";
import type * as ServerModule from "./server/miniRedisServerCommand";
import type * as ThroughputModule from "./throughput/miniRedisThroughputCommand";

/* eslint-disable @typescript-eslint/no-require-imports -- each is loaded when it is asked for: the web server of one would cost the others time */

/** The lab's programs: `npm run server`, `npm run client`, `npm run dashboard`, `npm run lab5:throughput`. Two of them run until Ctrl-C. */
export const lab5Programs: Readonly<Record<string, CommandLaunch>> = {
  server: {
    load: () => (require("./server/miniRedisServerCommand") as typeof ServerModule).miniRedisServerCommand,
    interrupted: "patiently",
  },
  client: {
    load: () => (require("./client/miniRedisClientCommand") as typeof ClientModule).miniRedisClientCommand,
  },
  dashboard: {
    load: () =>
      (require("./dashboard/miniRedisDashboardCommand") as typeof DashboardModule).miniRedisDashboardCommand,
    interrupted: "command",
  },
  throughput: {
    load: () =>
      (require("./throughput/miniRedisThroughputCommand") as typeof ThroughputModule)
        .miniRedisThroughputCommand,
  },
};
