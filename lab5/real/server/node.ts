import { runServer } from "./runServer";
import { SETTINGS_VARIABLE, type ServerSettings } from "./ServerSettings";

// What each process of the cluster runs. It loads as little as it can, so that it starts fast.
const settings = JSON.parse(process.env[SETTINGS_VARIABLE] ?? "{}") as ServerSettings;
// A server that is started again is told the port that it had.
void runServer({ ...settings, port: Number(process.env.PORT ?? settings.port) });
