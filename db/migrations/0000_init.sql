CREATE TABLE "accounting_lines" (
	"organization_id" text NOT NULL,
	"month" text NOT NULL,
	"credit_id" text NOT NULL,
	"source" jsonb NOT NULL,
	CONSTRAINT "accounting_lines_organization_id_month_credit_id_pk" PRIMARY KEY("organization_id","month","credit_id")
);
--> statement-breakpoint
CREATE TABLE "accounting_periods" (
	"organization_id" text NOT NULL,
	"month" text NOT NULL,
	"locked_at" bigint NOT NULL,
	"locked_by" text NOT NULL,
	"reason" text,
	"organization_name" text NOT NULL,
	"lines" integer NOT NULL,
	CONSTRAINT "accounting_periods_organization_id_month_pk" PRIMARY KEY("organization_id","month")
);
--> statement-breakpoint
CREATE TABLE "export_manifests" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"kind" text NOT NULL,
	"format" text NOT NULL,
	"filter" jsonb NOT NULL,
	"rows" integer NOT NULL,
	"totals" jsonb NOT NULL,
	"bytes" bigint NOT NULL,
	"sha256" text NOT NULL,
	"generator" text NOT NULL,
	"exported_at" bigint NOT NULL,
	"exported_by" text NOT NULL,
	CONSTRAINT "export_manifests_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "alert_channels" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"sealed_config" text NOT NULL,
	"label" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "alert_channels_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "alert_messages" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"alert_id" text NOT NULL,
	"note" jsonb NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "alert_messages_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "alert_routes" (
	"organization_id" text NOT NULL,
	"position" integer NOT NULL,
	"route" jsonb NOT NULL,
	CONSTRAINT "alert_routes_organization_id_position_pk" PRIMARY KEY("organization_id","position")
);
--> statement-breakpoint
CREATE TABLE "alerts" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"dedup_key" text NOT NULL,
	"title" text NOT NULL,
	"status" text NOT NULL,
	"severity" text NOT NULL,
	"incident_id" text,
	"component_ids" text[] NOT NULL,
	"outages" integer NOT NULL,
	"started_at" bigint NOT NULL,
	"opened_at" bigint NOT NULL,
	"acknowledged_at" bigint,
	"acknowledged_by" text,
	"resolved_at" bigint,
	"route" jsonb,
	"steps_taken" integer NOT NULL,
	"told_at" bigint,
	"next_at" bigint,
	CONSTRAINT "alerts_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
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
CREATE TABLE "contacts" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"customer_id" text NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"address_key" text NOT NULL,
	"topics" text[] NOT NULL,
	"locale" text NOT NULL,
	"timezone" text NOT NULL,
	"link_generation" integer DEFAULT 1 NOT NULL,
	"unsubscribed_at" bigint,
	"quarantined_at" bigint,
	"quarantine_reason" text,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"archived_at" bigint,
	"version" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "contacts_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "customer_warning_modes" (
	"organization_id" text NOT NULL,
	"customer_id" text NOT NULL,
	"mode" text NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "customer_warning_modes_organization_id_customer_id_pk" PRIMARY KEY("organization_id","customer_id")
);
--> statement-breakpoint
CREATE TABLE "warning_drafts" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"customer_id" text NOT NULL,
	"fact_id" text NOT NULL,
	"template" text NOT NULL,
	"message" jsonb NOT NULL,
	"state" text NOT NULL,
	"created_at" bigint NOT NULL,
	"decided_at" bigint,
	"decided_by" text,
	CONSTRAINT "warning_drafts_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "warning_settings" (
	"organization_id" text NOT NULL,
	"mode" text NOT NULL,
	"tells_credit" boolean NOT NULL,
	"next_steps" text,
	"updated_at" bigint NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "warning_settings_organization_id_pk" PRIMARY KEY("organization_id")
);
--> statement-breakpoint
CREATE TABLE "commitment_terms" (
	"organization_id" text NOT NULL,
	"commitment_id" text NOT NULL,
	"terms_version" integer NOT NULL,
	"effective_from" bigint NOT NULL,
	"terms" jsonb NOT NULL,
	"fees" jsonb NOT NULL,
	"created_at" bigint NOT NULL,
	"created_by" text NOT NULL,
	CONSTRAINT "commitment_terms_organization_id_commitment_id_terms_version_pk" PRIMARY KEY("organization_id","commitment_id","terms_version")
);
--> statement-breakpoint
CREATE TABLE "commitments" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"contract_id" text NOT NULL,
	"position" integer NOT NULL,
	"service" text NOT NULL,
	"window" jsonb NOT NULL,
	"counts" text,
	"fee_excludes" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"generated_to" bigint,
	CONSTRAINT "commitments_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "contracts" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"customer_id" text NOT NULL,
	"name" text NOT NULL,
	"timezone" text NOT NULL,
	"basis" text NOT NULL,
	"starts_at" bigint NOT NULL,
	"ends_at" bigint,
	"suspended" jsonb NOT NULL,
	"claims" jsonb NOT NULL,
	"amendment_policy" text NOT NULL,
	"partial_period" jsonb NOT NULL,
	"clawback" text NOT NULL,
	"stacking" text NOT NULL,
	"invoice_cap" jsonb,
	"settle_hours" integer NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "contracts_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "count_entries" (
	"organization_id" text NOT NULL,
	"component_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"recorded_at" bigint NOT NULL,
	"source" text NOT NULL,
	"interval_seconds" integer NOT NULL,
	"reason_hash" text,
	"actor" text NOT NULL,
	"prev_hash" text NOT NULL,
	"hash" text NOT NULL,
	"canonical" text NOT NULL,
	CONSTRAINT "count_entries_organization_id_component_id_seq_pk" PRIMARY KEY("organization_id","component_id","seq")
);
--> statement-breakpoint
CREATE TABLE "count_heads" (
	"organization_id" text NOT NULL,
	"component_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL,
	"recorded_at" bigint NOT NULL,
	"outcomes_to" bigint,
	CONSTRAINT "count_heads_organization_id_component_id_pk" PRIMARY KEY("organization_id","component_id")
);
--> statement-breakpoint
CREATE TABLE "count_intervals" (
	"organization_id" text NOT NULL,
	"component_id" text NOT NULL,
	"source" text NOT NULL,
	"from" bigint NOT NULL,
	"seq" bigint NOT NULL,
	"interval_seconds" integer NOT NULL,
	"total" bigint NOT NULL,
	"bad" bigint NOT NULL,
	"supersedes" bigint,
	CONSTRAINT "count_intervals_organization_id_component_id_source_from_seq_pk" PRIMARY KEY("organization_id","component_id","source","from","seq")
);
--> statement-breakpoint
CREATE TABLE "count_reasons" (
	"organization_id" text NOT NULL,
	"component_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"salt" "bytea" NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "count_reasons_organization_id_component_id_seq_pk" PRIMARY KEY("organization_id","component_id","seq")
);
--> statement-breakpoint
CREATE TABLE "credits" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"statement_id" text NOT NULL,
	"commitment_id" text NOT NULL,
	"contract_id" text NOT NULL,
	"customer_id" text NOT NULL,
	"kind" text NOT NULL,
	"status" text NOT NULL,
	"currency" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"tax_minor" bigint,
	"gross_minor" bigint,
	"credit_days" integer DEFAULT 0 NOT NULL,
	"data_sufficient" boolean NOT NULL,
	"claim_required" boolean NOT NULL,
	"claim_deadline" bigint,
	"claimed_at" bigint,
	"evidence" text,
	"approvals" jsonb NOT NULL,
	"approved_at" bigint,
	"denied_reason" text,
	"memo_id" text,
	"issued_at" bigint,
	"applied_minor" bigint DEFAULT 0 NOT NULL,
	"applied_invoice" text,
	"settled_at" bigint,
	"reversal_memo_id" text,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "credits_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "finance_settings" (
	"organization_id" text NOT NULL,
	"timezone" text NOT NULL,
	"four_eyes" jsonb NOT NULL,
	"series" jsonb NOT NULL,
	"legal" jsonb,
	"report_to" jsonb NOT NULL,
	"updated_at" bigint NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "finance_settings_organization_id_pk" PRIMARY KEY("organization_id")
);
--> statement-breakpoint
CREATE TABLE "memo_counters" (
	"organization_id" text NOT NULL,
	"series" text NOT NULL,
	"year" integer NOT NULL,
	"last" integer NOT NULL,
	CONSTRAINT "memo_counters_organization_id_series_year_pk" PRIMARY KEY("organization_id","series","year")
);
--> statement-breakpoint
CREATE TABLE "memos" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"series" text NOT NULL,
	"year" integer NOT NULL,
	"sequence" integer NOT NULL,
	"number" text NOT NULL,
	"kind" text NOT NULL,
	"reverses" text,
	"customer_id" text NOT NULL,
	"currency" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"tax_minor" bigint,
	"gross_minor" bigint,
	"issued_at" bigint NOT NULL,
	"issued_by" text NOT NULL,
	"posting_date" text NOT NULL,
	CONSTRAINT "memos_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"external_id" text,
	"email" text,
	"tax_id" text,
	"address" text,
	"accounting" jsonb,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"archived_at" bigint,
	"version" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "customers_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "action_items" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"incident_id" text NOT NULL,
	"title" text NOT NULL,
	"owner_id" text,
	"due_on" text,
	"done_at" bigint,
	"reminded_at" bigint,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"archived_at" bigint,
	"version" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "action_items_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "incident_components" (
	"organization_id" text NOT NULL,
	"incident_id" text NOT NULL,
	"component_id" text NOT NULL,
	"state" text,
	CONSTRAINT "incident_components_organization_id_incident_id_component_id_pk" PRIMARY KEY("organization_id","incident_id","component_id")
);
--> statement-breakpoint
CREATE TABLE "incident_facts" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"incident_id" text NOT NULL,
	"at" bigint NOT NULL,
	"recorded_at" bigint NOT NULL,
	"place" bigint NOT NULL,
	"type" text NOT NULL,
	"actor" text,
	"data" jsonb NOT NULL,
	CONSTRAINT "incident_facts_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "incident_outages" (
	"organization_id" text NOT NULL,
	"outage_id" text NOT NULL,
	"incident_id" text NOT NULL,
	"joined_at" bigint NOT NULL,
	"end_noted_at" bigint,
	"unseen_noted_at" bigint,
	CONSTRAINT "incident_outages_organization_id_outage_id_pk" PRIMARY KEY("organization_id","outage_id")
);
--> statement-breakpoint
CREATE TABLE "incident_templates" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"status" text NOT NULL,
	"impact" text,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "incident_templates_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "incident_update_edits" (
	"organization_id" text NOT NULL,
	"update_id" text NOT NULL,
	"at" bigint NOT NULL,
	"place" bigint NOT NULL,
	"incident_id" text NOT NULL,
	"actor" text NOT NULL,
	"body" text NOT NULL,
	CONSTRAINT "incident_update_edits_organization_id_update_id_at_place_pk" PRIMARY KEY("organization_id","update_id","at","place")
);
--> statement-breakpoint
CREATE TABLE "incident_updates" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"incident_id" text NOT NULL,
	"status" text NOT NULL,
	"body" text NOT NULL,
	"components" jsonb NOT NULL,
	"is_private" boolean NOT NULL,
	"notify" boolean NOT NULL,
	"created_by" text NOT NULL,
	"created_at" bigint NOT NULL,
	"published_at" bigint,
	"next_update_at" bigint,
	"undo_until" bigint,
	"withdrawn_at" bigint,
	"edited_at" bigint,
	CONSTRAINT "incident_updates_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "incidents" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"title" text NOT NULL,
	"status" text NOT NULL,
	"impact" text NOT NULL,
	"started_at" bigint NOT NULL,
	"detected_at" bigint,
	"published_at" bigint,
	"resolved_at" bigint,
	"merged_into" text,
	"merged_at" bigint,
	"origin" text NOT NULL,
	"cause" jsonb,
	"postmortem" text,
	"public_postmortem" text,
	"postmortem_published_at" bigint,
	"created_by" text NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"archived_at" bigint,
	"version" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "incidents_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "checkpoint_leaves" (
	"organization_id" text NOT NULL,
	"component_id" text NOT NULL,
	"checkpoint_seq" bigint NOT NULL,
	"head_seq" bigint NOT NULL,
	"head_hash" text NOT NULL,
	CONSTRAINT "checkpoint_leaves_organization_id_component_id_checkpoint_seq_pk" PRIMARY KEY("organization_id","component_id","checkpoint_seq")
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
	"tree_secret" "bytea" NOT NULL,
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
	"first_from" bigint,
	"measured" boolean DEFAULT false NOT NULL,
	"composed" boolean DEFAULT false NOT NULL,
	"projected_to" bigint,
	"changes_to" bigint,
	"ends" jsonb,
	CONSTRAINT "ledger_heads_organization_id_component_id_pk" PRIMARY KEY("organization_id","component_id")
);
--> statement-breakpoint
CREATE TABLE "ledger_imports" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"component_id" text NOT NULL,
	"title" text NOT NULL,
	"entries" bigint NOT NULL,
	"actor" text NOT NULL,
	"imported_at" bigint NOT NULL,
	CONSTRAINT "ledger_imports_organization_id_id_pk" PRIMARY KEY("organization_id","id")
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
CREATE TABLE "maintenance_announcements" (
	"organization_id" text NOT NULL,
	"maintenance_id" text NOT NULL,
	"seq" integer NOT NULL,
	"announced_at" bigint NOT NULL,
	"occurrence" bigint,
	"from" bigint NOT NULL,
	"to" bigint NOT NULL,
	"timezone" text NOT NULL,
	"rrule" text,
	"component_ids" text[] NOT NULL,
	CONSTRAINT "maintenance_announcements_organization_id_maintenance_id_seq_pk" PRIMARY KEY("organization_id","maintenance_id","seq")
);
--> statement-breakpoint
CREATE TABLE "maintenance_occurrences" (
	"organization_id" text NOT NULL,
	"maintenance_id" text NOT NULL,
	"key" bigint NOT NULL,
	"from" bigint NOT NULL,
	"to" bigint NOT NULL,
	"status" text NOT NULL,
	"started_at" bigint,
	"ended_at" bigint,
	"parts" jsonb NOT NULL,
	"reminded" integer[] NOT NULL,
	CONSTRAINT "maintenance_occurrences_organization_id_maintenance_id_key_pk" PRIMARY KEY("organization_id","maintenance_id","key")
);
--> statement-breakpoint
CREATE TABLE "maintenance_updates" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"maintenance_id" text NOT NULL,
	"occurrence" bigint NOT NULL,
	"status" text NOT NULL,
	"body" text NOT NULL,
	"at" bigint NOT NULL,
	"actor" text NOT NULL,
	CONSTRAINT "maintenance_updates_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "maintenances" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"from" bigint NOT NULL,
	"to" bigint NOT NULL,
	"timezone" text NOT NULL,
	"rrule" text,
	"component_ids" text[] NOT NULL,
	"notify_before_minutes" integer[] NOT NULL,
	"complete_automatically" boolean NOT NULL,
	"notify" boolean NOT NULL,
	"over_at" bigint,
	"cancelled_at" bigint,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "maintenances_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "markers" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"title" text NOT NULL,
	"at" bigint NOT NULL,
	"component_ids" text[],
	"url" text,
	"created_at" bigint NOT NULL,
	CONSTRAINT "markers_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "mirrored_pages" (
	"organization_id" text NOT NULL,
	"page_id" text NOT NULL,
	"version" bigint NOT NULL,
	"files" jsonb NOT NULL,
	"claimed_until" bigint,
	CONSTRAINT "mirrored_pages_organization_id_page_id_pk" PRIMARY KEY("organization_id","page_id")
);
--> statement-breakpoint
CREATE TABLE "beat_listeners" (
	"listener_id" text NOT NULL,
	"started_at" bigint NOT NULL,
	"seen_at" bigint NOT NULL,
	CONSTRAINT "beat_listeners_listener_id_started_at_pk" PRIMARY KEY("listener_id","started_at")
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
	"check_version" bigint DEFAULT 1 NOT NULL,
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
	"recovered_at" bigint,
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
	"phase_cells" integer[] DEFAULT '{}' NOT NULL,
	"phase_runs" integer[] DEFAULT '{}' NOT NULL,
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
	"claimed_for" bigint,
	"claimed_by" text,
	"claimed_until" bigint,
	"standing" text DEFAULT 'open' NOT NULL,
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
	"recipient_id" text,
	"template" text NOT NULL,
	"slots" jsonb NOT NULL,
	"locale" text DEFAULT 'en' NOT NULL,
	"timezone" text DEFAULT 'UTC' NOT NULL,
	"endpoint" text,
	"signing_secret" text,
	"lane" integer DEFAULT 1 NOT NULL,
	"status" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"due_at" bigint,
	"claimed_until" bigint,
	"first_attempt_at" bigint,
	"sent_at" bigint,
	"delivered_at" bigint,
	"sender_id" text,
	"batch_id" text,
	"failure" text,
	"failures" jsonb,
	"created_at" bigint NOT NULL,
	CONSTRAINT "deliveries_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "delivery_batches" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"members" text[] NOT NULL,
	"body" "bytea",
	"lane" integer NOT NULL,
	"status" text NOT NULL,
	"attempts" integer NOT NULL,
	"first_attempt_at" bigint NOT NULL,
	"maybe_accepted" boolean NOT NULL,
	"due_at" bigint,
	"claimed_until" bigint,
	"failures" jsonb,
	"created_at" bigint NOT NULL,
	CONSTRAINT "delivery_batches_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"fact_id" text NOT NULL,
	"template" text NOT NULL,
	"slots" jsonb NOT NULL,
	"incident_id" text,
	"from" text,
	"reply_to" text,
	"thread_id" text,
	"detected_at" bigint,
	"created_at" bigint NOT NULL,
	"due_at" bigint NOT NULL,
	"cancelled_at" bigint,
	"audience" jsonb,
	"expanded_to" text DEFAULT '' NOT NULL,
	"expand_at" bigint,
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
CREATE TABLE "provider_events" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"type" text NOT NULL,
	"received_at" bigint NOT NULL,
	CONSTRAINT "provider_events_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "sender_paces" (
	"organization_id" text NOT NULL,
	"sender" text NOT NULL,
	"limit" integer NOT NULL,
	"window_ms" integer NOT NULL,
	"window_at" bigint NOT NULL,
	"used" integer NOT NULL,
	"blocked_until" bigint NOT NULL,
	CONSTRAINT "sender_paces_organization_id_sender_pk" PRIMARY KEY("organization_id","sender")
);
--> statement-breakpoint
CREATE TABLE "suppressions" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"address_key" text NOT NULL,
	"address" text NOT NULL,
	"reason" text NOT NULL,
	"detail" text,
	"delivery_id" text,
	"created_at" bigint NOT NULL,
	CONSTRAINT "suppressions_organization_id_id_pk" PRIMARY KEY("organization_id","id")
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
CREATE TABLE "page_links" (
	"organization_id" text NOT NULL,
	"token_hash" text NOT NULL,
	"page_id" text NOT NULL,
	"audience" text NOT NULL,
	"expires_at" bigint NOT NULL,
	"used_at" bigint,
	CONSTRAINT "page_links_organization_id_token_hash_pk" PRIMARY KEY("organization_id","token_hash")
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
	"customer_layer" boolean DEFAULT false NOT NULL,
	"gate_epoch" bigint DEFAULT 1 NOT NULL,
	"theme" jsonb NOT NULL,
	"days" integer DEFAULT 90 NOT NULL,
	"overall" text DEFAULT 'share' NOT NULL,
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
	"changed_at" bigint NOT NULL,
	"renew_at" bigint NOT NULL,
	"withdrawn" boolean DEFAULT false NOT NULL,
	"gate" jsonb NOT NULL
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
CREATE TABLE "probes" (
	"organization_id" text NOT NULL,
	"region" text NOT NULL,
	"name" text NOT NULL,
	"version" text NOT NULL,
	"protocol" integer NOT NULL,
	"first_seen_at" bigint NOT NULL,
	"last_seen_at" bigint NOT NULL,
	"left_at" bigint,
	"skew_ms" bigint,
	"outstanding" integer NOT NULL,
	"capacity" integer,
	CONSTRAINT "probes_organization_id_region_name_pk" PRIMARY KEY("organization_id","region","name")
);
--> statement-breakpoint
CREATE TABLE "dependencies" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"component_id" text NOT NULL,
	"source_id" text NOT NULL,
	"provider_slug" text,
	"provider_name" text NOT NULL,
	"remote_id" text,
	"remote_name" text,
	"remote_region" text,
	"effect" text NOT NULL,
	"shown" boolean NOT NULL,
	"state" text NOT NULL,
	"since" bigint NOT NULL,
	"note" text,
	"reading_seq" integer,
	"word" text,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"archived_at" bigint,
	"version" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "dependencies_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "dependency_words" (
	"organization_id" text NOT NULL,
	"dependency_id" text NOT NULL,
	"from" bigint NOT NULL,
	"state" text NOT NULL,
	"note" text,
	"reading_seq" integer,
	CONSTRAINT "dependency_words_organization_id_dependency_id_from_pk" PRIMARY KEY("organization_id","dependency_id","from")
);
--> statement-breakpoint
CREATE TABLE "provider_followers" (
	"organization_id" text NOT NULL,
	"source_id" text NOT NULL,
	CONSTRAINT "provider_followers_organization_id_source_id_pk" PRIMARY KEY("organization_id","source_id")
);
--> statement-breakpoint
CREATE TABLE "provider_incidents" (
	"source_id" text NOT NULL,
	"key" text NOT NULL,
	"title" text NOT NULL,
	"impact" text NOT NULL,
	"status" text NOT NULL,
	"affected" jsonb NOT NULL,
	"claimed_from" bigint,
	"first_seen_at" bigint NOT NULL,
	"changed_at" bigint NOT NULL,
	"missing_since" bigint,
	"ended_seen_at" bigint,
	"end_reason" text,
	CONSTRAINT "provider_incidents_source_id_key_pk" PRIMARY KEY("source_id","key")
);
--> statement-breakpoint
CREATE TABLE "provider_readings" (
	"source_id" text NOT NULL,
	"seq" integer NOT NULL,
	"recorded_at" bigint NOT NULL,
	"said_at" bigint,
	"overall" text NOT NULL,
	"reading" jsonb NOT NULL,
	"hash" text NOT NULL,
	"document_hash" text NOT NULL,
	CONSTRAINT "provider_readings_source_id_seq_pk" PRIMARY KEY("source_id","seq")
);
--> statement-breakpoint
CREATE TABLE "provider_sources" (
	"id" text PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"format" text,
	"created_at" bigint NOT NULL,
	"next_poll_at" bigint NOT NULL,
	"interval_ms" integer NOT NULL,
	"claimed_until" bigint,
	"etag" text,
	"last_modified" text,
	"last_attempt_at" bigint,
	"last_ok_at" bigint,
	"failures" integer DEFAULT 0 NOT NULL,
	"failing_since" bigint,
	"reason" text,
	"is_stale" boolean DEFAULT false NOT NULL,
	"reading_seq" integer DEFAULT 0 NOT NULL,
	"reading_hash" text
);
--> statement-breakpoint
CREATE TABLE "page_senders" (
	"organization_id" text NOT NULL,
	"page_id" text NOT NULL,
	"name" text,
	"address" text,
	"reply_to" text,
	"updated_at" bigint NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "page_senders_organization_id_page_id_pk" PRIMARY KEY("organization_id","page_id")
);
--> statement-breakpoint
CREATE TABLE "sending_domains" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"domain" text NOT NULL,
	"provider_id" text,
	"state" text NOT NULL,
	"records" jsonb NOT NULL,
	"failure" text,
	"created_at" bigint NOT NULL,
	"checked_at" bigint,
	"verified_at" bigint,
	"version" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "sending_domains_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "statements" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"contract_id" text NOT NULL,
	"commitment_id" text NOT NULL,
	"customer_id" text NOT NULL,
	"period" jsonb NOT NULL,
	"period_from" bigint NOT NULL,
	"period_to" bigint NOT NULL,
	"month" text NOT NULL,
	"revision" integer DEFAULT 0 NOT NULL,
	"restates" text,
	"ready_at" bigint NOT NULL,
	"invoice_number" text,
	"invoice_amount_minor" bigint,
	"invoice_date" text,
	"closed_at" bigint,
	"closed_by" text,
	"known_at" bigint,
	"reach_from" bigint,
	"reach_to" bigint,
	"terms_version" integer,
	"engine_version" text,
	"heads" jsonb,
	"inputs" jsonb,
	"result" jsonb,
	"working" jsonb,
	"result_hash" text,
	CONSTRAINT "statements_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "page_digests" (
	"organization_id" text NOT NULL,
	"page_id" text NOT NULL,
	"rhythm" text NOT NULL,
	"told_to" bigint NOT NULL,
	CONSTRAINT "page_digests_organization_id_page_id_rhythm_pk" PRIMARY KEY("organization_id","page_id","rhythm")
);
--> statement-breakpoint
CREATE TABLE "subscribers" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"page_id" text NOT NULL,
	"channel" text NOT NULL,
	"address" text NOT NULL,
	"address_key" text NOT NULL,
	"endpoint" text,
	"signing_secret" text,
	"state" text NOT NULL,
	"components" text[],
	"groups" text[],
	"kinds" text[] NOT NULL,
	"least_impact" integer DEFAULT 0 NOT NULL,
	"rhythm" text DEFAULT 'each' NOT NULL,
	"rhythm_since" bigint DEFAULT 0 NOT NULL,
	"incident_id" text,
	"locale" text NOT NULL,
	"timezone" text NOT NULL,
	"consent" jsonb NOT NULL,
	"link_generation" integer DEFAULT 1 NOT NULL,
	"confirmed_at" bigint,
	"unsubscribed_at" bigint,
	"quarantined_at" bigint,
	"quarantine_reason" text,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "subscribers_organization_id_id_pk" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "subscribers_once" UNIQUE NULLS NOT DISTINCT("organization_id","page_id","channel","address_key","incident_id")
);
--> statement-breakpoint
CREATE TABLE "told_states" (
	"organization_id" text NOT NULL,
	"component_id" text NOT NULL,
	"state" text NOT NULL,
	CONSTRAINT "told_states_organization_id_component_id_pk" PRIMARY KEY("organization_id","component_id")
);
--> statement-breakpoint
CREATE TABLE "upstream_claims" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"contract_id" text NOT NULL,
	"period" jsonb NOT NULL,
	"period_from" bigint NOT NULL,
	"period_to" bigint NOT NULL,
	"month" text NOT NULL,
	"currency" text NOT NULL,
	"computed_minor" bigint NOT NULL,
	"claimed_minor" bigint,
	"granted_minor" bigint,
	"status" text NOT NULL,
	"deadline" bigint NOT NULL,
	"assessed_at" bigint NOT NULL,
	"filed_at" bigint,
	"settled_at" bigint,
	"reminded_at" bigint,
	"reference" text,
	"note" text,
	"result" jsonb NOT NULL,
	"heads" jsonb NOT NULL,
	"result_hash" text NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "upstream_claims_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "upstream_contracts" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"source_id" text,
	"provider_name" text NOT NULL,
	"name" text NOT NULL,
	"timezone" text NOT NULL,
	"basis" text NOT NULL,
	"starts_at" bigint NOT NULL,
	"ends_at" bigint,
	"window" jsonb NOT NULL,
	"fees" jsonb NOT NULL,
	"terms" jsonb NOT NULL,
	"claim_days" integer NOT NULL,
	"assessed_to" bigint,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "upstream_contracts_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "upstream_gaps" (
	"organization_id" text NOT NULL,
	"contract_id" text NOT NULL,
	"period_from" bigint NOT NULL,
	"period_to" bigint NOT NULL,
	"period" jsonb NOT NULL,
	"month" text NOT NULL,
	"reason" text NOT NULL,
	"tried_at" bigint NOT NULL,
	CONSTRAINT "upstream_gaps_organization_id_contract_id_period_from_pk" PRIMARY KEY("organization_id","contract_id","period_from")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"type" text NOT NULL,
	"body" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "events_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "outbound_attempts" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"kind" text NOT NULL,
	"target_id" text NOT NULL,
	"message_id" text NOT NULL,
	"attempt" integer NOT NULL,
	"at" bigint NOT NULL,
	"duration_ms" integer NOT NULL,
	"outcome" text NOT NULL,
	"request_headers" jsonb NOT NULL,
	"response_status" integer,
	"response_body" text,
	"failure" text,
	CONSTRAINT "outbound_attempts_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
CREATE TABLE "outbound_calls" (
	"organization_id" text NOT NULL,
	"kind" text NOT NULL,
	"target_id" text NOT NULL,
	"message_id" text NOT NULL,
	"status" text NOT NULL,
	"attempts" integer NOT NULL,
	"due_at" bigint,
	"claimed_until" bigint,
	"failure" text,
	"created_at" bigint NOT NULL,
	"finished_at" bigint,
	CONSTRAINT "outbound_calls_organization_id_kind_target_id_message_id_pk" PRIMARY KEY("organization_id","kind","target_id","message_id")
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"organization_id" text NOT NULL,
	"id" text NOT NULL,
	"url" text NOT NULL,
	"description" text NOT NULL,
	"event_types" text[] NOT NULL,
	"sealed_secret" text NOT NULL,
	"hint" text NOT NULL,
	"sealed_previous" text,
	"previous_until" bigint,
	"disabled_at" bigint,
	"disabled_reason" text,
	"failing_since" bigint,
	"failures" integer DEFAULT 0 NOT NULL,
	"last_success_at" bigint,
	"created_by" text NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"version" bigint DEFAULT 1 NOT NULL,
	CONSTRAINT "webhooks_organization_id_id_pk" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
ALTER TABLE "incident_updates" ADD CONSTRAINT "incident_updates_organization_id_incident_id_incidents_organization_id_id_fk" FOREIGN KEY ("organization_id","incident_id") REFERENCES "public"."incidents"("organization_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "export_manifests_organization_id_sha256_index" ON "export_manifests" USING btree ("organization_id","sha256");--> statement-breakpoint
CREATE INDEX "alert_messages_organization_id_alert_id_index" ON "alert_messages" USING btree ("organization_id","alert_id");--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_open" ON "alerts" USING btree ("organization_id","dedup_key") WHERE status <> 'resolved';--> statement-breakpoint
CREATE INDEX "audit_entries_organization_id_object_id_id_index" ON "audit_entries" USING btree ("organization_id","object_id","id");--> statement-breakpoint
CREATE INDEX "components_organization_id_position_id_index" ON "components" USING btree ("organization_id","position","id");--> statement-breakpoint
CREATE UNIQUE INDEX "contacts_once" ON "contacts" USING btree ("organization_id","customer_id","address_key") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "contacts_organization_id_address_key_index" ON "contacts" USING btree ("organization_id","address_key");--> statement-breakpoint
CREATE UNIQUE INDEX "warning_drafts_organization_id_customer_id_fact_id_index" ON "warning_drafts" USING btree ("organization_id","customer_id","fact_id");--> statement-breakpoint
CREATE INDEX "warning_drafts_organization_id_state_id_index" ON "warning_drafts" USING btree ("organization_id","state","id");--> statement-breakpoint
CREATE UNIQUE INDEX "commitment_terms_organization_id_commitment_id_effective_from_index" ON "commitment_terms" USING btree ("organization_id","commitment_id","effective_from");--> statement-breakpoint
CREATE INDEX "commitment_terms_chronic" ON "commitment_terms" USING btree ("organization_id","commitment_id") WHERE jsonb_typeof(terms -> 'chronic') = 'object';--> statement-breakpoint
CREATE UNIQUE INDEX "commitments_organization_id_contract_id_position_index" ON "commitments" USING btree ("organization_id","contract_id","position");--> statement-breakpoint
CREATE INDEX "commitments_organization_id_generated_to_index" ON "commitments" USING btree ("organization_id","generated_to");--> statement-breakpoint
CREATE INDEX "contracts_organization_id_customer_id_id_index" ON "contracts" USING btree ("organization_id","customer_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "count_entries_organization_id_component_id_prev_hash_index" ON "count_entries" USING btree ("organization_id","component_id","prev_hash");--> statement-breakpoint
CREATE INDEX "count_intervals_organization_id_component_id_seq_index" ON "count_intervals" USING btree ("organization_id","component_id","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "credits_organization_id_statement_id_index" ON "credits" USING btree ("organization_id","statement_id");--> statement-breakpoint
CREATE INDEX "credits_organization_id_customer_id_id_index" ON "credits" USING btree ("organization_id","customer_id","id");--> statement-breakpoint
CREATE INDEX "credits_organization_id_status_id_index" ON "credits" USING btree ("organization_id","status","id");--> statement-breakpoint
CREATE UNIQUE INDEX "memos_organization_id_series_year_sequence_index" ON "memos" USING btree ("organization_id","series","year","sequence");--> statement-breakpoint
CREATE UNIQUE INDEX "memos_organization_id_number_index" ON "memos" USING btree ("organization_id","number");--> statement-breakpoint
CREATE INDEX "memos_organization_id_posting_date_index" ON "memos" USING btree ("organization_id","posting_date");--> statement-breakpoint
CREATE UNIQUE INDEX "customers_external" ON "customers" USING btree ("organization_id","external_id") WHERE external_id is not null and archived_at is null;--> statement-breakpoint
CREATE INDEX "action_items_organization_id_incident_id_index" ON "action_items" USING btree ("organization_id","incident_id");--> statement-breakpoint
CREATE INDEX "action_items_organization_id_due_on_index" ON "action_items" USING btree ("organization_id","due_on");--> statement-breakpoint
CREATE INDEX "incident_components_organization_id_component_id_index" ON "incident_components" USING btree ("organization_id","component_id");--> statement-breakpoint
CREATE INDEX "incident_facts_organization_id_incident_id_at_place_index" ON "incident_facts" USING btree ("organization_id","incident_id","at","place");--> statement-breakpoint
CREATE INDEX "incident_outages_organization_id_incident_id_index" ON "incident_outages" USING btree ("organization_id","incident_id");--> statement-breakpoint
CREATE UNIQUE INDEX "incident_templates_organization_id_name_index" ON "incident_templates" USING btree ("organization_id","name");--> statement-breakpoint
CREATE INDEX "incident_update_edits_organization_id_incident_id_index" ON "incident_update_edits" USING btree ("organization_id","incident_id");--> statement-breakpoint
CREATE INDEX "incident_updates_organization_id_incident_id_created_at_index" ON "incident_updates" USING btree ("organization_id","incident_id","created_at");--> statement-breakpoint
CREATE INDEX "incidents_organization_id_started_at_id_index" ON "incidents" USING btree ("organization_id","started_at","id");--> statement-breakpoint
CREATE INDEX "incidents_organization_id_resolved_at_index" ON "incidents" USING btree ("organization_id","resolved_at");--> statement-breakpoint
CREATE INDEX "ledger_days_troubled" ON "ledger_days" USING btree ("organization_id","component_id","basis","day","operational_ms","degraded_ms","partial_ms","major_ms","maintenance_ms","unknown_ms") WHERE operational_ms <> 86400000;--> statement-breakpoint
CREATE UNIQUE INDEX "ledger_entries_organization_id_component_id_prev_hash_index" ON "ledger_entries" USING btree ("organization_id","component_id","prev_hash");--> statement-breakpoint
CREATE INDEX "ledger_entries_organization_id_component_id_source_type_source_id_effective_from_index" ON "ledger_entries" USING btree ("organization_id","component_id","source_type","source_id","effective_from");--> statement-breakpoint
CREATE INDEX "ledger_entries_words" ON "ledger_entries" USING btree ("organization_id","component_id","source_type","source_id","seq") WHERE effective_to is null;--> statement-breakpoint
CREATE INDEX "ledger_entries_from" ON "ledger_entries" USING btree ("organization_id","component_id","effective_from");--> statement-breakpoint
CREATE INDEX "ledger_entries_to" ON "ledger_entries" USING btree ("organization_id","component_id","effective_to") WHERE effective_to is not null;--> statement-breakpoint
CREATE INDEX "ledger_entries_superseding" ON "ledger_entries" USING btree ("organization_id","component_id","supersedes") WHERE supersedes is not null;--> statement-breakpoint
CREATE INDEX "maintenance_occurrences_organization_id_from_index" ON "maintenance_occurrences" USING btree ("organization_id","from");--> statement-breakpoint
CREATE INDEX "maintenance_updates_organization_id_maintenance_id_occurrence_index" ON "maintenance_updates" USING btree ("organization_id","maintenance_id","occurrence");--> statement-breakpoint
CREATE INDEX "maintenances_organization_id_over_at_index" ON "maintenances" USING btree ("organization_id","over_at");--> statement-breakpoint
CREATE INDEX "markers_organization_id_at_index" ON "markers" USING btree ("organization_id","at");--> statement-breakpoint
CREATE INDEX "beat_listeners_seen_at_index" ON "beat_listeners" USING btree ("seen_at");--> statement-breakpoint
CREATE INDEX "monitors_organization_id_component_id_index" ON "monitors" USING btree ("organization_id","component_id");--> statement-breakpoint
CREATE UNIQUE INDEX "outages_one_open" ON "outages" USING btree ("organization_id","monitor_id") WHERE ended_at is null;--> statement-breakpoint
CREATE INDEX "outages_unrecovered" ON "outages" USING btree ("organization_id","monitor_id") WHERE recovered_at is null;--> statement-breakpoint
CREATE INDEX "outages_organization_id_component_id_started_at_index" ON "outages" USING btree ("organization_id","component_id","started_at");--> statement-breakpoint
CREATE INDEX "schedules_region_due_at_index" ON "schedules" USING btree ("region","due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_once" ON "deliveries" USING btree ("organization_id","fact_id","channel","address_key");--> statement-breakpoint
CREATE INDEX "deliveries_due" ON "deliveries" USING btree ("lane","organization_id","due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "delivery_batches_due" ON "delivery_batches" USING btree ("lane","organization_id","due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "notices_organization_id_fact_id_index" ON "notices" USING btree ("organization_id","fact_id");--> statement-breakpoint
CREATE INDEX "notices_organization_id_incident_id_id_index" ON "notices" USING btree ("organization_id","incident_id","id") WHERE incident_id is not null;--> statement-breakpoint
CREATE INDEX "notices_expand" ON "notices" USING btree ("expand_at") WHERE expand_at is not null;--> statement-breakpoint
CREATE INDEX "outbox_messages_created_at_index" ON "outbox_messages" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "provider_events_received_at_index" ON "provider_events" USING btree ("received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "suppressions_once" ON "suppressions" USING btree ("organization_id","address_key");--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_organization_id_token_hash_index" ON "api_keys" USING btree ("organization_id","token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_organization_id_token_hash_index" ON "invitations" USING btree ("organization_id","token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "invitations_one_open" ON "invitations" USING btree ("organization_id","email") WHERE accepted_at is null and revoked_at is null;--> statement-breakpoint
CREATE INDEX "memberships_user_id_index" ON "memberships" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_user_id_index" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_expires_at_index" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "page_addresses_page_id_index" ON "page_addresses" USING btree ("page_id");--> statement-breakpoint
CREATE INDEX "publication_versions_renew_at_index" ON "publication_versions" USING btree ("renew_at");--> statement-breakpoint
CREATE INDEX "publication_versions_changed_at_index" ON "publication_versions" USING btree ("changed_at");--> statement-breakpoint
CREATE INDEX "probes_organization_id_last_seen_at_index" ON "probes" USING btree ("organization_id","last_seen_at");--> statement-breakpoint
CREATE INDEX "dependencies_organization_id_component_id_index" ON "dependencies" USING btree ("organization_id","component_id");--> statement-breakpoint
CREATE INDEX "dependencies_organization_id_source_id_index" ON "dependencies" USING btree ("organization_id","source_id");--> statement-breakpoint
CREATE INDEX "dependencies_live" ON "dependencies" USING btree ("organization_id","id") WHERE archived_at is null;--> statement-breakpoint
CREATE INDEX "provider_followers_source_id_index" ON "provider_followers" USING btree ("source_id");--> statement-breakpoint
CREATE INDEX "provider_incidents_source_id_first_seen_at_index" ON "provider_incidents" USING btree ("source_id","first_seen_at");--> statement-breakpoint
CREATE INDEX "provider_readings_source_id_recorded_at_index" ON "provider_readings" USING btree ("source_id","recorded_at");--> statement-breakpoint
CREATE UNIQUE INDEX "provider_sources_url" ON "provider_sources" USING btree ("url");--> statement-breakpoint
CREATE INDEX "provider_sources_next_poll_at_index" ON "provider_sources" USING btree ("next_poll_at");--> statement-breakpoint
CREATE UNIQUE INDEX "sending_domains_organization_id_domain_index" ON "sending_domains" USING btree ("organization_id","domain");--> statement-breakpoint
CREATE UNIQUE INDEX "statements_organization_id_commitment_id_period_from_revision_index" ON "statements" USING btree ("organization_id","commitment_id","period_from","revision");--> statement-breakpoint
CREATE UNIQUE INDEX "statements_restated" ON "statements" USING btree ("organization_id","restates") WHERE restates is not null;--> statement-breakpoint
CREATE INDEX "statements_organization_id_month_id_index" ON "statements" USING btree ("organization_id","month","id");--> statement-breakpoint
CREATE INDEX "statements_organization_id_customer_id_id_index" ON "statements" USING btree ("organization_id","customer_id","id");--> statement-breakpoint
CREATE INDEX "statements_organization_id_contract_id_period_from_index" ON "statements" USING btree ("organization_id","contract_id","period_from");--> statement-breakpoint
CREATE INDEX "statements_reach" ON "statements" USING btree ("organization_id","reach_to") WHERE closed_at is not null;--> statement-breakpoint
CREATE INDEX "subscribers_organization_id_page_id_state_id_index" ON "subscribers" USING btree ("organization_id","page_id","state","id");--> statement-breakpoint
CREATE INDEX "subscribers_organization_id_address_key_index" ON "subscribers" USING btree ("organization_id","address_key");--> statement-breakpoint
CREATE INDEX "subscribers_digests" ON "subscribers" USING btree ("organization_id","page_id","rhythm") WHERE rhythm <> 'each';--> statement-breakpoint
CREATE UNIQUE INDEX "upstream_claims_organization_id_contract_id_period_from_index" ON "upstream_claims" USING btree ("organization_id","contract_id","period_from");--> statement-breakpoint
CREATE INDEX "upstream_claims_organization_id_status_deadline_index" ON "upstream_claims" USING btree ("organization_id","status","deadline");--> statement-breakpoint
CREATE INDEX "events_created_at_index" ON "events" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "outbound_attempts_organization_id_kind_target_id_id_index" ON "outbound_attempts" USING btree ("organization_id","kind","target_id","id");--> statement-breakpoint
CREATE INDEX "outbound_attempts_age" ON "outbound_attempts" USING btree ("at");--> statement-breakpoint
CREATE INDEX "outbound_calls_due" ON "outbound_calls" USING btree ("due_at") WHERE due_at is not null;--> statement-breakpoint
CREATE INDEX "outbound_calls_age" ON "outbound_calls" USING btree ("created_at");