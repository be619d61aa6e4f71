import { setTimeout as pause } from "node:timers/promises";
import { closeDatabase, outliveLostConnection } from "@/db/client";
import { logger } from "@/lib/log";
import { endOnUncaught, untilAskedToStop } from "@/lib/server/child";
import { keepRunning } from "./keep-running";
import { services } from "./services";

const log = logger("worker");
const stopTimeoutMs = 8_000;

endOnUncaught(outliveLostConnection, (err, fatal) =>
  log[fatal ? "fatal" : "warn"]({ err }, fatal ? "uncaught error" : "a database connection died"),
);
const signal = untilAskedToStop();
const loops = services.map((service) => keepRunning(service, signal));
log.info({ services: services.map((service) => service.name) }, "worker started");
await new Promise((done) => signal.addEventListener("abort", done, { once: true }));
await Promise.race([Promise.all(loops), pause(stopTimeoutMs)]);
await closeDatabase();
log.info("worker stopped");
process.exit(0);
