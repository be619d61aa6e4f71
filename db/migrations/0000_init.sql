CREATE TABLE "audit_entries" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"at" bigint NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"object_type" text NOT NULL,
	"object_id" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	CONSTRAINT "audit_entries_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"organization_id" text NOT NULL,
	"actor" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer,
	"headers" jsonb,
	"body" text,
	"created_at" bigint NOT NULL,
	CONSTRAINT "idempotency_keys_organization_id_actor_key_pk" PRIMARY KEY("organization_id","actor","key")
);
--> statement-breakpoint
CREATE TABLE "rate_buckets" (
	"organization_id" text NOT NULL,
	"bucket" text NOT NULL,
	"tokens" double precision NOT NULL,
	"refilled_at" bigint NOT NULL,
	CONSTRAINT "rate_buckets_organization_id_bucket_pk" PRIMARY KEY("organization_id","bucket")
);
--> statement-breakpoint
CREATE TABLE "worker_heartbeats" (
	"worker_id" text PRIMARY KEY NOT NULL,
	"seen_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "components" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"description" text,
	"group_name" text,
	"position" integer DEFAULT 0 NOT NULL,
	"publish" text DEFAULT 'manual' NOT NULL,
	"composition" jsonb,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"archived_at" bigint,
	"version" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "components_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "checkpoint_leaves" (
	"organization_id" text NOT NULL,
	"checkpoint_seq" bigint NOT NULL,
	"position" bigint NOT NULL,
	"component_id" text NOT NULL,
	"head_seq" bigint NOT NULL,
	"head_hash" text NOT NULL,
	"salt" text NOT NULL,
	CONSTRAINT "checkpoint_leaves_organization_id_checkpoint_seq_position_pk" PRIMARY KEY("organization_id","checkpoint_seq","position")
);
--> statement-breakpoint
CREATE TABLE "checkpoints" (
	"organization_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"made_at" bigint NOT NULL,
	"root_hash" text NOT NULL,
	"leaf_count" bigint NOT NULL,
	"prev_hash" text NOT NULL,
	"hash" text NOT NULL,
	"canonical" text NOT NULL,
	"signature" text NOT NULL,
	"public_key" text NOT NULL,
	CONSTRAINT "checkpoints_organization_id_seq_pk" PRIMARY KEY("organization_id","seq")
);
--> statement-breakpoint
CREATE TABLE "ledger_days" (
	"organization_id" text NOT NULL,
	"component_id" text NOT NULL,
	"basis" text NOT NULL,
	"day" bigint NOT NULL,
	"operational_ms" bigint NOT NULL,
	"degraded_ms" bigint NOT NULL,
	"partial_ms" bigint NOT NULL,
	"major_ms" bigint NOT NULL,
	"maintenance_ms" bigint NOT NULL,
	"unknown_ms" bigint NOT NULL,
	"head_seq" bigint NOT NULL,
	CONSTRAINT "ledger_days_organization_id_component_id_basis_day_pk" PRIMARY KEY("organization_id","component_id","basis","day")
);
--> statement-breakpoint
CREATE TABLE "ledger_entries" (
	"organization_id" text NOT NULL,
	"component_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"recorded_at" bigint NOT NULL,
	"kind" text NOT NULL,
	"source_type" text NOT NULL,
	"source_id" text NOT NULL,
	"state" text,
	"effective_from" bigint NOT NULL,
	"effective_to" bigint,
	"cause" text,
	"affected_ratio" text,
	"supersedes" bigint,
	"reason_hash" text,
	"actor" text NOT NULL,
	"evidence" jsonb,
	"announced_at" bigint,
	"planned_from" bigint,
	"planned_to" bigint,
	"definition" jsonb,
	"prev_hash" text NOT NULL,
	"hash" text NOT NULL,
	"canonical" text NOT NULL,
	CONSTRAINT "ledger_entries_organization_id_component_id_seq_pk" PRIMARY KEY("organization_id","component_id","seq")
);
--> statement-breakpoint
CREATE TABLE "ledger_heads" (
	"organization_id" text NOT NULL,
	"component_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL,
	"recorded_at" bigint NOT NULL,
	CONSTRAINT "ledger_heads_organization_id_component_id_pk" PRIMARY KEY("organization_id","component_id")
);
--> statement-breakpoint
CREATE TABLE "ledger_reasons" (
	"organization_id" text NOT NULL,
	"component_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"salt" "bytea" NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "ledger_reasons_organization_id_component_id_seq_pk" PRIMARY KEY("organization_id","component_id","seq")
);
--> statement-breakpoint
CREATE TABLE "ledger_scrubs" (
	"organization_id" text NOT NULL,
	"component_id" text NOT NULL,
	"scrubbed_at" bigint NOT NULL,
	"entries" bigint NOT NULL,
	"first_bad_seq" bigint,
	"finding" text,
	CONSTRAINT "ledger_scrubs_organization_id_component_id_pk" PRIMARY KEY("organization_id","component_id")
);
--> statement-breakpoint
CREATE TABLE "demo_services" (
	"organization_id" text NOT NULL,
	"name" text NOT NULL,
	"health" text NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "demo_services_organization_id_name_pk" PRIMARY KEY("organization_id","name")
);
--> statement-breakpoint
CREATE TABLE "monitor_verdicts" (
	"organization_id" text NOT NULL,
	"monitor_id" text NOT NULL,
	"verdict" text NOT NULL,
	"since" bigint NOT NULL,
	"memory" jsonb NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "monitor_verdicts_organization_id_monitor_id_pk" PRIMARY KEY("organization_id","monitor_id")
);
--> statement-breakpoint
CREATE TABLE "monitors" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"component_id" text NOT NULL,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"target" text NOT NULL,
	"interval_seconds" integer NOT NULL,
	"timeout_ms" integer NOT NULL,
	"regions" text[] NOT NULL,
	"settings" jsonb NOT NULL,
	"sealed_settings" text,
	"assertions" jsonb NOT NULL,
	"degraded_after_ms" integer,
	"confirm_failures" integer DEFAULT 2 NOT NULL,
	"confirm_recoveries" integer DEFAULT 2 NOT NULL,
	"confirm_quorum" integer DEFAULT 1 NOT NULL,
	"down_state" text DEFAULT 'major_outage' NOT NULL,
	"grace_seconds" integer,
	"beat_token_hash" text,
	"beat_token_sealed" text,
	"paused_at" bigint,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"archived_at" bigint,
	"version" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "monitors_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "outages" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"monitor_id" text NOT NULL,
	"component_id" text NOT NULL,
	"started_at" bigint NOT NULL,
	"ended_at" bigint,
	"confirmed_at" bigint NOT NULL,
	"failure" text,
	CONSTRAINT "outages_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "outcome_rollups" (
	"organization_id" text NOT NULL,
	"monitor_id" text NOT NULL,
	"region" text NOT NULL,
	"hour" bigint NOT NULL,
	"up" integer NOT NULL,
	"degraded" integer NOT NULL,
	"down" integer NOT NULL,
	"suspect" integer NOT NULL,
	"phase_sums_ms" bigint[] NOT NULL,
	"histogram" integer[] NOT NULL,
	CONSTRAINT "outcome_rollups_organization_id_monitor_id_region_hour_pk" PRIMARY KEY("organization_id","monitor_id","region","hour")
);
--> statement-breakpoint
CREATE TABLE "schedules" (
	"organization_id" text NOT NULL,
	"monitor_id" text NOT NULL,
	"region" text NOT NULL,
	"monitor_version" bigint NOT NULL,
	"due_at" bigint NOT NULL,
	"interval_ms" integer NOT NULL,
	"timeout_ms" integer NOT NULL,
	"type" text NOT NULL,
	"target" text NOT NULL,
	"spec" jsonb NOT NULL,
	"sealed_settings" text,
	"claimed_by" text,
	"claimed_until" bigint,
	CONSTRAINT "schedules_organization_id_monitor_id_region_pk" PRIMARY KEY("organization_id","monitor_id","region")
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"notice_id" text NOT NULL,
	"fact_id" text NOT NULL,
	"channel" text NOT NULL,
	"address_key" text NOT NULL,
	"address" text NOT NULL,
	"template" text NOT NULL,
	"slots" jsonb NOT NULL,
	"status" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" bigint,
	"claimed_until" bigint,
	"sent_at" bigint,
	"sender_id" text,
	"failure" text,
	"created_at" bigint NOT NULL,
	CONSTRAINT "deliveries_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"fact_id" text NOT NULL,
	"template" text NOT NULL,
	"slots" jsonb NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "notices_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "outbox_messages" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"to" text NOT NULL,
	"subject" text NOT NULL,
	"html" text NOT NULL,
	"text" text NOT NULL,
	"headers" jsonb NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "outbox_messages_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"token_hash" text NOT NULL,
	"hint" text NOT NULL,
	"grants" text[] NOT NULL,
	"created_by" text NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint,
	"revoked_at" bigint,
	"last_used_at" bigint,
	CONSTRAINT "api_keys_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "invitations" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"email" text NOT NULL,
	"role" text NOT NULL,
	"token_hash" text NOT NULL,
	"invited_by" text NOT NULL,
	"created_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"accepted_at" bigint,
	"revoked_at" bigint,
	CONSTRAINT "invitations_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "memberships" (
	"organization_id" text NOT NULL,
	"user_id" text NOT NULL,
	"role" text NOT NULL,
	"created_at" bigint NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "memberships_organization_id_user_id_pk" PRIMARY KEY("organization_id","user_id")
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" text PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"created_at" bigint NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "organizations_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"expires_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "token_index" (
	"token_hash" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"organization_id" text NOT NULL,
	"object_id" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" text PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text,
	"email_verified_at" bigint,
	"created_at" bigint NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "verification_tokens" (
	"identifier" text NOT NULL,
	"token_hash" text NOT NULL,
	"expires_at" bigint NOT NULL,
	CONSTRAINT "verification_tokens_identifier_token_hash_pk" PRIMARY KEY("identifier","token_hash")
);
--> statement-breakpoint
CREATE TABLE "page_addresses" (
	"address" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"page_id" text NOT NULL,
	"verified_at" bigint
);
--> statement-breakpoint
CREATE TABLE "pages" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"domain" text,
	"basis" text DEFAULT 'worst' NOT NULL,
	"timezone" text DEFAULT 'UTC' NOT NULL,
	"components" jsonb,
	"access" jsonb NOT NULL,
	"theme" jsonb NOT NULL,
	"locales" text[] NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"archived_at" bigint,
	"version" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "pages_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "publication_versions" (
	"page_id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"version" bigint NOT NULL,
	"published_at" bigint NOT NULL,
	"renew_at" bigint NOT NULL,
	"withdrawn" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "publications" (
	"organization_id" text NOT NULL,
	"page_id" text NOT NULL,
	"path" text NOT NULL,
	"version" bigint NOT NULL,
	"content_type" text NOT NULL,
	"headers" jsonb NOT NULL,
	"etag" text NOT NULL,
	"published_at" bigint NOT NULL,
	"body" "bytea" NOT NULL,
	"body_gzip" "bytea" NOT NULL,
	"body_brotli" "bytea" NOT NULL,
	"stale_body" "bytea",
	"stale_gzip" "bytea",
	"stale_brotli" "bytea",
	"stale_etag" text,
	CONSTRAINT "publications_organization_id_page_id_path_pk" PRIMARY KEY("organization_id","page_id","path")
);
--> statement-breakpoint
CREATE INDEX "audit_entries_organization_id_object_id_id_index" ON "audit_entries" USING btree ("organization_id","object_id","id");--> statement-breakpoint
CREATE INDEX "components_organization_id_position_id_index" ON "components" USING btree ("organization_id","position","id");--> statement-breakpoint
CREATE INDEX "checkpoint_leaves_organization_id_component_id_checkpoint_seq_index" ON "checkpoint_leaves" USING btree ("organization_id","component_id","checkpoint_seq");--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_entries_organization_id_component_id_prev_hash_index" ON "ledger_entries" USING btree ("organization_id","component_id","prev_hash");--> statement-breakpoint
CREATE INDEX "ledger_entries_organization_id_component_id_source_type_source_id_effective_from_index" ON "ledger_entries" USING btree ("organization_id","component_id","source_type","source_id","effective_from");--> statement-breakpoint
CREATE INDEX "monitors_organization_id_component_id_index" ON "monitors" USING btree ("organization_id","component_id");--> statement-breakpoint
CREATE UNIQUE INDEX "outages_one_open" ON "outages" USING btree ("organization_id","monitor_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "outages_organization_id_component_id_started_at_index" ON "outages" USING btree ("organization_id","component_id","started_at");--> statement-breakpoint
CREATE INDEX "schedules_region_due_at_index" ON "schedules" USING btree ("region","due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_organization_id_fact_id_channel_address_key_index" ON "deliveries" USING btree ("organization_id","fact_id","channel","address_key");--> statement-breakpoint
CREATE INDEX "deliveries_due_at_index" ON "deliveries" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "outbox_messages_created_at_index" ON "outbox_messages" USING btree ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_organization_id_token_hash_index" ON "api_keys" USING btree ("organization_id","token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_organization_id_token_hash_index" ON "invitations" USING btree ("organization_id","token_hash");--> statement-breakpoint
CREATE INDEX "memberships_user_id_index" ON "memberships" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_user_id_index" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_expires_at_index" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "page_addresses_page_id_index" ON "page_addresses" USING btree ("page_id");--> statement-breakpoint
CREATE INDEX "publication_versions_renew_at_index" ON "publication_versions" USING btree ("renew_at");