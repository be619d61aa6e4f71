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
DROP INDEX "checkpoint_leaves_organization_id_component_id_checkpoint_seq_index";--> statement-breakpoint
ALTER TABLE "checkpoint_leaves" DROP CONSTRAINT "checkpoint_leaves_organization_id_checkpoint_seq_position_pk";--> statement-breakpoint
ALTER TABLE "checkpoint_leaves" ADD CONSTRAINT "checkpoint_leaves_organization_id_component_id_checkpoint_seq_pk" PRIMARY KEY("organization_id","component_id","checkpoint_seq");--> statement-breakpoint
ALTER TABLE "checkpoints" ADD COLUMN "tree_secret" "bytea" NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger_heads" ADD COLUMN "first_from" bigint;--> statement-breakpoint
ALTER TABLE "ledger_heads" ADD COLUMN "measured" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger_heads" ADD COLUMN "composed" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "ledger_heads" ADD COLUMN "projected_to" bigint;--> statement-breakpoint
CREATE INDEX "ledger_entries_words" ON "ledger_entries" USING btree ("organization_id","component_id","source_type","source_id","seq") WHERE effective_to is null;--> statement-breakpoint
CREATE INDEX "ledger_entries_from" ON "ledger_entries" USING btree ("organization_id","component_id","effective_from");--> statement-breakpoint
CREATE INDEX "ledger_entries_to" ON "ledger_entries" USING btree ("organization_id","component_id","effective_to") WHERE effective_to is not null;--> statement-breakpoint
CREATE INDEX "ledger_entries_superseding" ON "ledger_entries" USING btree ("organization_id","component_id","supersedes") WHERE supersedes is not null;--> statement-breakpoint
ALTER TABLE "checkpoint_leaves" DROP COLUMN "position";--> statement-breakpoint
ALTER TABLE "checkpoint_leaves" DROP COLUMN "salt";