CREATE TABLE "audit_entries" (
	"chain" uuid NOT NULL,
	"n" bigint NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"actor" uuid,
	"actor_organisation" uuid,
	"on_behalf" uuid,
	"action" text NOT NULL,
	"object_type" text NOT NULL,
	"object_id" uuid,
	"incident" uuid,
	"scope" uuid,
	"outcome" text NOT NULL,
	"address" text,
	"session" text,
	"request" uuid,
	"reason" text,
	"commitment" text,
	"prev" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_entries_chain_n_pk" PRIMARY KEY("chain","n")
);
--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "seen_first" jsonb;--> statement-breakpoint
ALTER TABLE "events" ADD COLUMN "item_key" text;--> statement-breakpoint
CREATE INDEX "audit_anchors" ON "audit_entries" USING btree ("object_id","commitment") WHERE action = 'chain.anchored';--> statement-breakpoint
CREATE FUNCTION "refuse_audit_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'the audit is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;--> statement-breakpoint
CREATE TRIGGER "audit_entries_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entries"
	FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();--> statement-breakpoint
REVOKE UPDATE, DELETE, TRUNCATE ON "audit_entries" FROM CURRENT_USER;
