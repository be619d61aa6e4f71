import postgres from "postgres";
import { closeDatabase, inEngine, outliveLostConnection } from "@/db/client";
import { engineScope } from "@/lib/auth/scope";
import { endOnUncaught } from "@/lib/server/child";

// Run by connection.test.ts as a process of its own, since it meets an error that nobody can catch: the backend of an
// open transaction is ended, then the transaction speaks on.

endOnUncaught(outliveLostConnection, (_error, fatal) => console.log(fatal ? "died" : "outlived"));
const admin = postgres(process.argv[2] ?? "", { max: 1, onnotice: () => {} });

const fate = await inEngine(engineScope(), async (tx) => {
  const [own] = await tx.sql<{ pid: number }[]>`select pg_backend_pid() as pid`;
  const pid = own?.pid ?? 0;
  await admin`select pg_terminate_backend(${pid}, 10000)`;
  // By the time of another answer, the end of the first connection has arrived too.
  await admin`select 1`;
  await tx.sql`select 2`;
}).then(
  () => "kept",
  () => "rejected",
);
const [row] = await inEngine(engineScope(), (tx) => tx.sql<{ two: number }[]>`select 1 + 1 as two`);
console.log(`${fate}, then ${row?.two}`);
await admin.end();
await closeDatabase();
process.exit(0);
