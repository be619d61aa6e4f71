CREATE TABLE "beat_listeners" (
	"listener_id" text NOT NULL,
	"started_at" bigint NOT NULL,
	"seen_at" bigint NOT NULL,
	CONSTRAINT "beat_listeners_listener_id_started_at_pk" PRIMARY KEY("listener_id","started_at")
);
--> statement-breakpoint
ALTER TABLE "monitors" ADD COLUMN "check_version" bigint DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "claimed_for" bigint;--> statement-breakpoint
ALTER TABLE "schedules" ADD COLUMN "standing" text DEFAULT 'open' NOT NULL;--> statement-breakpoint
CREATE INDEX "beat_listeners_seen_at_index" ON "beat_listeners" USING btree ("seen_at");