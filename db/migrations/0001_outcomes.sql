-- Raw outcomes live in daily partitions (UTC days by scheduled_for), made ahead and dropped by retention.
-- Beyond drizzle's schema language, hence written by hand. A run reported twice is the same row (RULES R8.2).
CREATE TABLE "outcomes" (
  "organization_id" text NOT NULL,
  "scheduled_for" bigint NOT NULL,
  "monitor_id" text NOT NULL,
  "region" text NOT NULL,
  "started_at" bigint NOT NULL,
  "monitor_version" bigint NOT NULL,
  "verdict" text NOT NULL,
  "failure" text,
  "detail" text,
  "http_status" integer,
  "dns_ms" integer,
  "connect_ms" integer,
  "tls_ms" integer,
  "first_byte_ms" integer,
  "transfer_ms" integer,
  "total_ms" integer NOT NULL,
  "suspect" boolean NOT NULL,
  "run_now" boolean NOT NULL,
  "findings" jsonb,
  PRIMARY KEY ("organization_id", "scheduled_for", "monitor_id", "region")
) PARTITION BY RANGE ("scheduled_for");
--> statement-breakpoint
CREATE INDEX "outcomes_by_monitor" ON "outcomes" ("organization_id", "monitor_id", "started_at");
--> statement-breakpoint
CREATE TABLE "outcomes_default" PARTITION OF "outcomes" DEFAULT;
--> statement-breakpoint
-- Makes the partition of one UTC day; `day_ms` is its first millisecond. Idempotent.
CREATE FUNCTION "outcomes_ensure_day"("day_ms" bigint) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE part text := 'outcomes_' || to_char(to_timestamp(day_ms / 1000) AT TIME ZONE 'UTC', 'YYYYMMDD');
BEGIN
  IF day_ms % 86400000 <> 0 THEN RAISE EXCEPTION 'day_ms is not the start of a UTC day'; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('outcomes_partitions'));
  IF to_regclass('public.' || part) IS NOT NULL THEN RETURN; END IF;
  EXECUTE format('CREATE TABLE %I PARTITION OF outcomes FOR VALUES FROM (%s) TO (%s)', part, day_ms, day_ms + 86400000);
  EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', part);
  EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', part);
END $$;
--> statement-breakpoint
-- Drops every daily partition that ends at or before `before_ms`; answers their names.
CREATE FUNCTION "outcomes_drop_before"("before_ms" bigint) RETURNS SETOF text LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE part record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('outcomes_partitions'));
  FOR part IN
    SELECT child.relname AS name FROM pg_inherits
    JOIN pg_class child ON child.oid = inhrelid JOIN pg_class parent ON parent.oid = inhparent
    WHERE parent.relname = 'outcomes' AND child.relname ~ '^outcomes_\d{8}$'
  LOOP
    IF (extract(epoch FROM (to_date(right(part.name, 8), 'YYYYMMDD')::timestamp AT TIME ZONE 'UTC')) * 1000)::bigint + 86400000 <= before_ms THEN
      EXECUTE format('DROP TABLE %I', part.name);
      RETURN NEXT part.name;
    END IF;
  END LOOP;
END $$;
--> statement-breakpoint
-- Every copy is written three times: room on its page spares the last time all its indexes.
ALTER TABLE "deliveries" SET (fillfactor = 50);
