import { serveRealms } from "./serveRealms";

serveRealms();
