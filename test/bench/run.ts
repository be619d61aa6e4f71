import "../environment";
import { extendEnv } from "@/lib/env";
import { checks } from "./checks";
import { closing } from "./closing";
import { deliveries } from "./deliveries";
import { endurance } from "./endurance";
import { exports } from "./exports";
import { fold } from "./fold";
import { type Ground, layGround } from "./ground";
import { ingestion } from "./ingestion";
import { ledger } from "./ledger";
import { page } from "./page";
import { probing } from "./probing";
import { providers } from "./providers";
import { reading } from "./reading";
import { say, summarize } from "./report";

// `npm run bench`: one JSON object a line on stdout, everything else on stderr. Names choose: `npm run bench -- page`.

const benches: Readonly<Record<string, (ground: Ground) => Promise<void>>> = {
  checks,
  probing,
  ingestion,
  page,
  ledger,
  fold,
  reading,
  closing,
  exports,
  providers,
  deliveries,
  endurance,
};
/** Takes a quarter of an hour, so it runs only when it is named. */
const onlyWhenAsked: ReadonlySet<string> = new Set(["endurance"]);

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  say(`There is no bench "${unknown[0]}". Choose among: ${Object.keys(benches).join(", ")}.`);
  process.exit(2);
}

// Benches check loopback, and what goes wrong in a helper is worth reading.
extendEnv({ PROBITY_ALLOW_PRIVATE_TARGETS: "127.0.0.0/8", PROBITY_SEED: "none", LOG_LEVEL: "warn" });
say("Starting Postgres ...");
const ground = await layGround();
for (const name of ["SIGINT", "SIGTERM"] as const)
  process.once(name, () => void ground.clear().finally(() => process.exit(1)));
try {
  for (const [name, bench] of Object.entries(benches)) {
    if (asked.length > 0 ? !asked.includes(name) : onlyWhenAsked.has(name)) continue;
    const startedAt = performance.now();
    say(`\n── ${name} ${"─".repeat(70 - name.length)}`);
    await bench(ground);
    say(`${name} took ${((performance.now() - startedAt) / 1_000).toFixed(0)} s`);
  }
} finally {
  await ground.clear();
}
summarize();
process.exit(0);
