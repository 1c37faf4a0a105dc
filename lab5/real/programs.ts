import type { CommandLaunch } from "toolkit/cli/startCommand";
import type * as ClientModule from "./client/clientCommand";
import type * as DashboardModule from "./dashboard/dashboardCommand";
import type * as ServerModule from "./server/serverCommand";

/* eslint-disable @typescript-eslint/no-require-imports -- each is loaded when it is asked for: the web server of one would cost the others time */

/** The lab's programs: `npm run server`, `npm run client`, `npm run dashboard`. Two of them run until Ctrl-C. */
export const lab5Programs: Readonly<Record<string, CommandLaunch>> = {
  server: {
    load: () => (require("./server/serverCommand") as typeof ServerModule).miniRedisServerCommand,
    interrupted: "command",
  },
  client: { load: () => (require("./client/clientCommand") as typeof ClientModule).miniRedisClientCommand },
  dashboard: {
    load: () => (require("./dashboard/dashboardCommand") as typeof DashboardModule).miniRedisDashboardCommand,
    interrupted: "command",
  },
};
