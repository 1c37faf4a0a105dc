import { join } from "node:path";
import { loadStudentFileInNode } from "labcluster/loadStudentFileInNode";
import { runMiniRedis, type MiniRedisCode } from "./runMiniRedis";
import { MINI_REDIS_SETTINGS_VARIABLE, type MiniRedisSettings } from "./MiniRedisSettings";

const LAB = join(__dirname, "../..");

// What each process of the cluster runs. It loads as little as it can, so that it starts fast.
const settings = JSON.parse(process.env[MINI_REDIS_SETTINGS_VARIABLE] ?? "{}") as MiniRedisSettings;
// A server that is started again is told the port that it had.
void runMiniRedis(
  { ...settings, port: Number(process.env.PORT ?? settings.port) },
  () => loadStudentFileInNode("server", { submission: settings.code, lab: LAB }) as Partial<MiniRedisCode>,
);
