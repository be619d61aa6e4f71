import { PgDialect } from "drizzle-orm/pg-core";
import { PostgresJsDatabase, PostgresJsSession } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import type { EngineScope, PageScope, TenantScope } from "@/lib/domain/scope";
import { env, required } from "@/lib/env";

type Orm = PostgresJsDatabase<Record<string, never>>;
type Role = "probity_app" | "probity_engine";

declare const bound: unique symbol;

/** A transaction bound to one organization under row-level security. Only `inTenant` makes one. */
export type TenantTx = {
  readonly [bound]: "tenant";
  readonly organizationId: string;
  readonly orm: Orm;
  readonly sql: postgres.TransactionSql;
};

/** A transaction of the engine: open across tenants on the engine's own tables, blind to everything else. */
export type EngineTx = {
  readonly [bound]: "engine";
  readonly orm: Orm;
  readonly sql: postgres.TransactionSql;
};

/** A transaction before a tenant is known: global tables and the look-up functions that answer only ids. */
export type GlobalTx = {
  readonly [bound]: "global";
  readonly orm: Orm;
  readonly sql: postgres.TransactionSql;
};

const dialect = new PgDialect({ casing: "snake_case" });
let pool: postgres.Sql | undefined;

/** drizzle hands over JSON as text, hand-written SQL as values: text passes through, values are serialised once. */
const json = {
  to: 114,
  from: [114, 3802],
  serialize: (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value)),
  parse: (text: string) => JSON.parse(text),
};

/** Results in camelCase, bigint as a number (every stored count and instant is below 2^53). */
function open(): postgres.Sql {
  return postgres(required("databaseUrl"), {
    max: 10,
    // Prepared statements do not survive PgBouncer's transaction pooling (RULES R8.3).
    prepare: env().embedded,
    idle_timeout: 60,
    connect_timeout: 5,
    onnotice: () => {},
    transform: { column: { from: postgres.toCamel, to: postgres.fromCamel } },
    types: { json, bigint: { to: 20, from: [20], parse: Number, serialize: String } },
  }) as postgres.Sql;
}

function client(): postgres.Sql {
  pool ??= open();
  return pool;
}

/** Ends every connection; the next transaction opens a new pool. */
export async function closeDatabase(): Promise<void> {
  const closing = pool;
  pool = undefined;
  await closing?.end({ timeout: 5 });
}

/** How the driver, Postgres and a pooler before it say that a connection is gone or cannot be had. */
const lostConnection =
  /^(CONNECTION_(CLOSED|DESTROYED|ENDED)|CONNECT_TIMEOUT|ECONNRESET|EPIPE|08[0-9A-Z]{3}|57P0\d)$/;

function isLostConnection(error: unknown): boolean {
  return lostConnection.test(errorCode(error) ?? "");
}

/**
 * Leaves a pool to its end. The driver (3.4.9) never heals a connection that died with a write pending, and a statement
 * sent to it waits for ever; the end rejects what still waits. The next transaction opens a new pool.
 */
function abandon(lost: postgres.Sql | undefined): void {
  if (lost === undefined) return;
  if (pool === lost) pool = undefined;
  void lost.end({ timeout: 1 }).catch(() => {});
}

/**
 * Whether an uncaught error is of a lost connection; if so, the pool is given up and the process may live on. The driver
 * writes to a connection that has just died (porsager/postgres #1208), and asks a new one for its types, outside
 * anybody's `await`; whoever waited for the connection is told besides.
 */
export function outliveLostConnection(error: unknown): boolean {
  const isWrite = error instanceof TypeError && /\bnextWrite \(.*postgres\b/.test(error.stack ?? "");
  if (!isWrite && !isLostConnection(error)) return false;
  abandon(pool);
  return true;
}

async function begin<Tx, T>(role: Role, organizationId: string, work: (tx: Tx) => Promise<T>): Promise<T> {
  const pg = client();
  try {
    const result = await pg.begin(async (sql) => {
      const entering = enter(sql, role, organizationId);
      const working = (async () => work(bind(organizationId, sql) as Tx))();
      const [entered, worked] = await Promise.allSettled([entering, working]);
      if (entered.status === "rejected") throw entered.reason;
      if (worked.status === "rejected") throw worked.reason;
      return { value: worked.value };
    });
    return (result as { value: T }).value;
  } catch (error) {
    if (isLostConnection(error)) abandon(pg);
    throw error;
  }
}

/**
 * Takes the role and the tenant for the rest of the transaction. On its way before `work` can ask for anything, and
 * sent together with its first statement, which saves a round trip: should it fail, the transaction is lost and nothing
 * that follows runs in it.
 */
function enter(sql: postgres.TransactionSql, role: Role, organizationId: string): Promise<unknown> {
  return sql`select set_config('role', ${role}, true), set_config('app.organization_id', ${organizationId}, true)`.execute();
}

function bind(organizationId: string, sql: postgres.TransactionSql) {
  const session = new PostgresJsSession(sql as object as postgres.Sql, dialect, undefined, {});
  return { organizationId, orm: new PostgresJsDatabase(dialect, session, undefined), sql };
}

/** Scopes that act inside a transaction which is already open; a scope not in here opens its own. */
const joined = new WeakMap<TenantScope | PageScope, TenantTx>();

/**
 * The same scope, but everything done with it takes part in `tx`: its transactions become savepoints, which commit or
 * vanish with it. So that the answer to a request can be kept in the very transaction of its effect.
 */
export function joinTransaction(scope: TenantScope, tx: TenantTx): TenantScope {
  const member = { ...scope };
  joined.set(member, tx);
  return member;
}

/** One transaction inside the scope's organization: the database itself shows and takes no other tenant's rows. */
export function inTenant<T>(scope: TenantScope | PageScope, work: (tx: TenantTx) => Promise<T>): Promise<T> {
  const outer = joined.get(scope);
  return outer ? savepoint(outer, work) : begin("probity_app", scope.organizationId, work);
}

async function savepoint<T>(outer: TenantTx, work: (tx: TenantTx) => Promise<T>): Promise<T> {
  const result = await outer.sql.savepoint(async (sql) => ({
    value: await work(bind(outer.organizationId, sql) as TenantTx),
  }));
  return (result as { value: T }).value;
}

/** One transaction of the engine across tenants (RULES R8.1). */
export function inEngine<T>(_scope: EngineScope, work: (tx: EngineTx) => Promise<T>): Promise<T> {
  return begin("probity_engine", "", work);
}

/** One transaction before a tenant is known. Only `lib/auth` and the HTTP front may open it (architecture test). */
export function inGlobal<T>(work: (tx: GlobalTx) => Promise<T>): Promise<T> {
  return begin("probity_app", "", work);
}

/** The SQLSTATE of a failed statement, through drizzle's and postgres.js's wrapping, or null. */
export function sqlState(error: unknown): string | null {
  const code = errorCode(error);
  return code !== null && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

function errorCode(error: unknown): string | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = (at as { code?: unknown }).code;
    if (typeof code === "string") return code;
  }
  return null;
}
