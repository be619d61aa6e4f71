import { startPostgres } from "@/lib/server/postgres";

// Run by postgres.test.ts as a process of its own: holds a Postgres until it is killed.
const server = await startPostgres({ dataDir: process.argv[2] ?? "", settings: { fsync: "off" } });
console.log(server.url("postgres"));
setInterval(() => {}, 60_000);
