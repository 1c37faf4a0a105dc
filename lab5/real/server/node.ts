import { runMiniRedis } from "./runMiniRedis";
import { MINI_REDIS_SETTINGS_VARIABLE, type MiniRedisSettings } from "./MiniRedisSettings";

// What each process of the cluster runs. It loads as little as it can, so that it starts fast.
const settings = JSON.parse(process.env[MINI_REDIS_SETTINGS_VARIABLE] ?? "{}") as MiniRedisSettings;
// A server that is started again is told the port that it had.
void runMiniRedis({ ...settings, port: Number(process.env.PORT ?? settings.port) });
