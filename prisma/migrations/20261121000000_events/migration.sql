-- Events, their changelog, the services and environments they name, the change feed, and idempotency keys.

CREATE TYPE "event_kind" AS ENUM ('deployment', 'operation', 'drift', 'incident', 'rpa_usage', 'build', 'signal', 'infra');
CREATE TYPE "event_status" AS ENUM ('planned', 'pending', 'waiting_approval', 'start', 'in_progress', 'open', 'success', 'done', 'close', 'warning', 'failure', 'error', 'aborted', 'snapshot', 'user_update', 'recommendation');
CREATE TYPE "phase" AS ENUM ('planned', 'running', 'succeeded', 'failed', 'aborted', 'attention', 'noted');
CREATE TYPE "priority" AS ENUM ('P1', 'P2', 'P3', 'P4', 'P5');
CREATE TYPE "event_level" AS ENUM ('trace', 'debug', 'info', 'essential', 'warn', 'error', 'critical', 'fatal');
CREATE TYPE "change_type" AS ENUM ('created', 'updated', 'status_changed', 'approved', 'rejected', 'commented', 'linked', 'locked', 'unlocked');
CREATE TYPE "environment_tier" AS ENUM ('development', 'test', 'staging', 'production', 'other');

CREATE TABLE "service" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "service_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "service_name_check" CHECK (length(name) BETWEEN 1 AND 200 AND name_key <> '')
);
CREATE UNIQUE INDEX "service_name_key_key" ON "service"("name_key");

CREATE TABLE "environment" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "name_key" TEXT NOT NULL,
    "tier" "environment_tier" NOT NULL DEFAULT 'other',
    "position" INTEGER NOT NULL DEFAULT 1000,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "environment_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "environment_name_check" CHECK (length(name) BETWEEN 1 AND 100 AND name_key <> '')
);
CREATE UNIQUE INDEX "environment_name_key_key" ON "environment"("name_key");

-- Tracker's eight environments, from a developer's machine towards users.
INSERT INTO "environment" ("name", "name_key", "tier", "position") VALUES
    ('development', 'development', 'development', 10),
    ('integration', 'integration', 'test', 20),
    ('TNR', 'tnr', 'test', 30),
    ('UAT', 'uat', 'staging', 40),
    ('recette', 'recette', 'staging', 50),
    ('preproduction', 'preproduction', 'staging', 60),
    ('production', 'production', 'production', 70),
    ('mco', 'mco', 'production', 80);

CREATE TABLE "event" (
    "id" UUID NOT NULL,
    "kind" "event_kind" NOT NULL,
    "title" TEXT NOT NULL,
    "message" TEXT NOT NULL DEFAULT '',
    "service_id" INTEGER NOT NULL,
    "environment_id" INTEGER,
    "status" "event_status",
    "phase" "phase" NOT NULL,
    "priority" "priority",
    "impact" SMALLINT NOT NULL DEFAULT 0,
    "level" "event_level",
    "category" TEXT,
    "event_type" TEXT,
    "source" TEXT NOT NULL DEFAULT '',
    "owner" TEXT NOT NULL DEFAULT '',
    "stakeholders" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "notification" BOOLEAN NOT NULL DEFAULT false,
    "notifications" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "starts_at" TIMESTAMPTZ(3),
    "ends_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),
    "long" BOOLEAN NOT NULL DEFAULT false,
    "duration_ms" BIGINT,
    "related_id" UUID,
    "version" TEXT,
    "sha" TEXT,
    "pull_request_url" TEXT,
    "ticket" TEXT,
    "links" JSONB NOT NULL DEFAULT '[]',
    "slack_id" TEXT,
    "external_id" TEXT,
    "payload" JSONB,
    "metadata" JSONB NOT NULL DEFAULT '{}',
    "created_by" TEXT NOT NULL DEFAULT '',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "event_title_check" CHECK (title <> ''),
    CONSTRAINT "event_impact_check" CHECK (impact BETWEEN 0 AND 3),
    CONSTRAINT "event_order_check" CHECK (ends_at >= starts_at),
    CONSTRAINT "event_related_check" CHECK (related_id <> id),
    CONSTRAINT "event_revision_check" CHECK (revision >= 1)
);

CREATE INDEX "event_at_idx" ON "event"("at" DESC, "id" DESC);
CREATE INDEX "event_created_at_idx" ON "event"("created_at" DESC, "id" DESC);
CREATE INDEX "event_service_at_idx" ON "event"("service_id", "at" DESC, "id" DESC);
CREATE INDEX "event_environment_at_idx" ON "event"("environment_id", "at" DESC, "id" DESC);
CREATE INDEX "event_kind_at_idx" ON "event"("kind", "at" DESC, "id" DESC);
CREATE INDEX "event_phase_at_idx" ON "event"("phase", "at" DESC, "id" DESC);
-- What Prisma cannot express.
CREATE UNIQUE INDEX "event_source_external_id_key" ON "event"("source", "external_id") WHERE external_id IS NOT NULL;
CREATE INDEX "event_related_id_idx" ON "event"("related_id") WHERE related_id IS NOT NULL;
CREATE INDEX "event_slack_id_idx" ON "event"("slack_id") WHERE slack_id IS NOT NULL;
-- Windows reach a day back along "event_at_idx"; what reaches further is found here.
CREATE INDEX "event_long_idx" ON "event"("until", "at") WHERE long;
-- Word search. The expression is repeated word for word in lib/events/text-search.ts.
CREATE INDEX "event_text_idx" ON "event" USING GIN (to_tsvector('simple'::regconfig, title || ' ' || left(message, 2000) || ' ' || coalesce(ticket, '') || ' ' || coalesce(version, '')));

ALTER TABLE "event" ADD CONSTRAINT "event_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "event" ADD CONSTRAINT "event_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "event" ADD CONSTRAINT "event_related_id_fkey" FOREIGN KEY ("related_id") REFERENCES "event"("id") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE TABLE "changelog_entry" (
    "event_id" UUID NOT NULL,
    "seq" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" TEXT NOT NULL,
    "type" "change_type" NOT NULL,
    "field" TEXT NOT NULL DEFAULT '',
    "old_value" TEXT NOT NULL DEFAULT '',
    "new_value" TEXT NOT NULL DEFAULT '',
    "comment" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "changelog_entry_pkey" PRIMARY KEY ("event_id", "seq"),
    CONSTRAINT "changelog_entry_seq_check" CHECK (seq >= 1)
);
ALTER TABLE "changelog_entry" ADD CONSTRAINT "changelog_entry_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "change" (
    "xid" BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text)::bigint,
    "seq" BIGSERIAL NOT NULL,
    "topic" TEXT NOT NULL,
    "op" TEXT NOT NULL,
    "entity_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "change_pkey" PRIMARY KEY ("xid", "seq")
);
CREATE INDEX "change_at_idx" ON "change" USING BRIN ("at");

CREATE TABLE "idempotency_key" (
    "caller" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "seed" UUID NOT NULL,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "response_status" INTEGER,
    "response_headers" JSONB,
    "response_body" TEXT,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("caller", "key")
);
CREATE INDEX "idempotency_key_claimed_at_idx" ON "idempotency_key"("claimed_at");
