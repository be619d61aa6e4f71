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
	"invoice_date" date,
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
CREATE UNIQUE INDEX "commitment_terms_organization_id_commitment_id_effective_from_index" ON "commitment_terms" USING btree ("organization_id","commitment_id","effective_from");--> statement-breakpoint
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
CREATE UNIQUE INDEX "customers_external" ON "customers" USING btree ("organization_id","external_id") WHERE external_id is not null and archived_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "statements_organization_id_commitment_id_period_from_revision_index" ON "statements" USING btree ("organization_id","commitment_id","period_from","revision");--> statement-breakpoint
CREATE UNIQUE INDEX "statements_restated" ON "statements" USING btree ("organization_id","restates") WHERE restates is not null;--> statement-breakpoint
CREATE INDEX "statements_organization_id_month_id_index" ON "statements" USING btree ("organization_id","month","id");--> statement-breakpoint
CREATE INDEX "statements_organization_id_customer_id_id_index" ON "statements" USING btree ("organization_id","customer_id","id");--> statement-breakpoint
CREATE INDEX "statements_organization_id_contract_id_period_from_index" ON "statements" USING btree ("organization_id","contract_id","period_from");--> statement-breakpoint
CREATE INDEX "statements_reach" ON "statements" USING btree ("organization_id","reach_to") WHERE closed_at is not null;