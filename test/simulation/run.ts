import "../environment";
import { parseArgs } from "node:util";
import { outliveLostConnection } from "@/db/client";
import { extendEnv } from "@/lib/env";
import { inFreshDatabase, layGround } from "./ground";
import { simulate } from "./simulate";

// `npm run simulate -- --seeds 100 --days 30`, `--seed 7` for one world; on a failure one line of JSON and exit 1.

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "100" },
    days: { type: "string", default: "30" },
    seed: { type: "string" },
  },
});
const days = Number(values.days);
const only = values.seed === undefined ? null : Number(values.seed);
const seeds = only === null ? Array.from({ length: Number(values.seeds) }, (_, index) => index + 1) : [only];
if (![days, ...seeds].every((each) => Number.isSafeInteger(each) && each > 0)) {
  process.stderr.write("--seeds, --days and --seed take whole numbers above 0.\n");
  process.exit(2);
}

extendEnv({ PROBITY_SEED: "none", LOG_LEVEL: "warn" });
process.on("uncaughtException", (error) => {
  if (outliveLostConnection(error)) return;
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});

const ground = await layGround();
let failed = false;
try {
  for (const seed of seeds) {
    const startedAt = performance.now();
    const { failure, steps, outcomes } = await inFreshDatabase(ground, `world_${seed}`, (superuser) =>
      simulate(seed, days, superuser),
    );
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(1);
    process.stderr.write(`seed ${seed}: ${days} days, ${steps} steps, ${outcomes} outcomes, ${seconds} s\n`);
    if (failure === null) continue;
    process.stdout.write(`${JSON.stringify(failure)}\n`);
    failed = true;
    break;
  }
} finally {
  await ground.clear();
}
process.exit(failed ? 1 : 0);
