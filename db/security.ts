/**
 * The database's own walls (RULES R8): roles that cannot bypass row-level security, a policy on every tenant
 * table, facts that cannot be changed, and the few functions that cross a wall on purpose. Idempotent: applied
 * after every migration, so that a new table is closed before anybody uses it.
 */

/** Global tables, by name; every other table must lead its primary key with organization_id. */
export const globalTables = [
  "organizations",
  "users",
  "sessions",
  "verification_tokens",
  "memberships",
  "token_index",
  "page_addresses",
  "publication_versions",
  "worker_heartbeats",
  "beat_listeners",
  "provider_sources",
  "provider_readings",
  "provider_incidents",
] as const;

/** Tables the engine may touch across tenants. Never contracts, credits or the ledger. */
export const engineTables = [
  "schedules",
  "outcomes",
  "outcome_rollups",
  "notices",
  "deliveries",
  "delivery_batches",
  "suppressions",
  "provider_events",
  "sender_paces",
  "outbox_messages",
  "publications",
  "publication_versions",
  "mirrored_pages",
  "page_addresses",
  "worker_heartbeats",
  "beat_listeners",
  "demo_services",
  "idempotency_keys",
  "rate_buckets",
  "webhooks",
  "events",
  "outbound_calls",
  "outbound_attempts",
  "alert_channels",
  "alert_messages",
  "provider_sources",
  "provider_readings",
  "provider_incidents",
  "provider_followers",
] as const;

/** Facts: rows that nobody, the owner included, may change or remove. */
export const immutableTables = [
  "ledger_entries",
  "checkpoints",
  "checkpoint_leaves",
  "audit_entries",
  "commitment_terms",
  "count_entries",
  "count_intervals",
  "memos",
  "incident_facts",
  "incident_update_edits",
  "maintenance_announcements",
  "accounting_periods",
  "accounting_lines",
  "export_manifests",
  "provider_readings",
] as const;

/** What the product never does to rows it may otherwise write, so that no forged statement of its role can either. */
const withheld = [
  ["DELETE", "organizations, users, ledger_heads"],
  ["UPDATE", "ledger_reasons"],
  ["UPDATE, DELETE", "ledger_imports"],
  ["UPDATE, DELETE", "provider_sources"],
  ["INSERT, UPDATE, DELETE", "provider_readings, provider_incidents"],
] as const;

/** Rows that nobody may change or remove once this column is set. */
const lockedBy = { table: "statements", column: "closed_at" } as const;

/** The login of the embedded database's web and worker processes; elsewhere DATABASE_URL names one. */
export const productLogin = "probity_login";

const quoted = (names: readonly string[]) => names.map((name) => `'${name}'`).join(", ");

/** Run as the connecting login, before migrations: the three roles, none of them superuser or BYPASSRLS. */
export const rolesSql = `
DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['probity_owner', 'probity_app', 'probity_engine'] LOOP
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE', name);
      END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;
    IF NOT pg_has_role(current_user, name, 'MEMBER') OR NOT EXISTS (
      SELECT FROM pg_auth_members JOIN pg_roles granted ON granted.oid = roleid JOIN pg_roles holder ON holder.oid = member
      WHERE granted.rolname = name AND holder.rolname = current_user) THEN
      BEGIN
        EXECUTE format('GRANT %I TO %I', name, current_user);
      EXCEPTION WHEN unique_violation OR insufficient_privilege THEN NULL;
      END;
    END IF;
  END LOOP;
END $$;
DO $$ BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = '${productLogin}') THEN
    GRANT probity_app, probity_engine TO ${productLogin};
  END IF;
  EXECUTE format('GRANT CREATE, CONNECT ON DATABASE %I TO probity_owner', current_database());
END $$;
GRANT CREATE, USAGE ON SCHEMA public TO probity_owner;
GRANT USAGE ON SCHEMA public TO probity_app, probity_engine;
`;

/** Whether a table's triggers of these names stand and are on. */
const standing = (table: string, names: readonly string[]) =>
  `(SELECT count(*) = ${names.length} FROM pg_trigger WHERE tgrelid = ${table} AND tgname IN (${quoted(names)}) AND tgenabled = 'O')`;

/**
 * Run as probity_owner, after migrations. What stands is left alone: a table is locked against everybody only to change
 * it, so that this may run beside any traffic.
 */
export const wallsSql = `
CREATE OR REPLACE FUNCTION probity_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;

DO $$
DECLARE tab record;
BEGIN
  FOR tab IN
    SELECT relname AS name, oid, relrowsecurity AND relforcerowsecurity AS walled FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND pg_get_userbyid(relowner) = 'probity_owner'
  LOOP
    EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', tab.name);
    IF NOT tab.walled AND tab.name NOT IN (${quoted(globalTables)}) THEN
      EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tab.name);
      EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tab.name);
    END IF;
    IF tab.name ~ '^outcomes_' THEN CONTINUE; END IF;
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO probity_app', tab.name);
    IF tab.name IN (${quoted(engineTables)}) THEN
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO probity_engine', tab.name);
    END IF;
    IF tab.name IN (${quoted(immutableTables)}) THEN
      EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON %I FROM probity_app, probity_engine', tab.name);
    END IF;
    IF tab.name IN (${quoted(immutableTables)}) AND NOT ${standing("tab.oid", ["append_only", "append_only_truncate"])} THEN
      EXECUTE format('CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION probity_refuse_change()', tab.name);
      EXECUTE format('CREATE OR REPLACE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION probity_refuse_change()', tab.name);
    END IF;
    IF tab.name IN (${quoted(globalTables)}) THEN CONTINUE; END IF;
    IF NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = tab.oid AND polname = 'tenant') THEN
      EXECUTE format('CREATE POLICY tenant ON %I TO probity_app USING (organization_id = nullif(current_setting(''app.organization_id'', true), ''''))', tab.name);
    END IF;
    IF tab.name IN (${quoted(engineTables)}) AND NOT EXISTS (SELECT FROM pg_policy WHERE polrelid = tab.oid AND polname = 'engine') THEN
      EXECUTE format('CREATE POLICY engine ON %I TO probity_engine USING (true)', tab.name);
    END IF;
  END LOOP;
END $$;

CREATE OR REPLACE FUNCTION probity_refuse_locked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.${lockedBy.column} IS NOT NULL THEN
    RAISE EXCEPTION '% is closed: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
DO $$ BEGIN
  IF NOT ${standing(`'${lockedBy.table}'::regclass`, ["locked", "locked_truncate"])} THEN
    CREATE OR REPLACE TRIGGER locked BEFORE UPDATE OR DELETE ON ${lockedBy.table}
      FOR EACH ROW EXECUTE FUNCTION probity_refuse_locked();
    CREATE OR REPLACE TRIGGER locked_truncate BEFORE TRUNCATE ON ${lockedBy.table}
      FOR EACH STATEMENT EXECUTE FUNCTION probity_refuse_change();
  END IF;
END $$;
REVOKE TRUNCATE ON ${lockedBy.table} FROM probity_app, probity_engine;

${withheld.map(([rights, tables]) => `REVOKE ${rights} ON ${tables} FROM probity_app;`).join("\n")}

-- Of notices the engine reads the words, which stand there once for all recipients, and moves the turn; no more.
REVOKE INSERT, UPDATE, DELETE ON notices FROM probity_engine;
GRANT UPDATE (expand_at) ON notices TO probity_engine;

REVOKE ALL ON FUNCTION outcomes_ensure_day(bigint), outcomes_drop_before(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION outcomes_ensure_day(bigint), outcomes_drop_before(bigint) TO probity_engine;

-- Tenants of the engine's periodic work: identifiers only.
CREATE OR REPLACE FUNCTION probity_organization_ids() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$ SELECT id FROM organizations ORDER BY id $$;
REVOKE ALL ON FUNCTION probity_organization_ids() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION probity_organization_ids() TO probity_app, probity_engine;
`;

/**
 * Run as the connecting login, which owns the job queue's schema: the one way the product's roles may add a job,
 * inside their own transaction.
 */
export const queueSql = `
CREATE OR REPLACE FUNCTION public.probity_enqueue(name text, payload json, job_key text, run_at timestamptz, max_attempts int)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = graphile_worker, public, pg_temp AS $$
  SELECT graphile_worker.add_job(name, payload, run_at := run_at, max_attempts := max_attempts, job_key := job_key);
$$;
REVOKE ALL ON FUNCTION public.probity_enqueue(text, json, text, timestamptz, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION public.probity_enqueue(text, json, text, timestamptz, int) TO probity_app, probity_engine;
`;
