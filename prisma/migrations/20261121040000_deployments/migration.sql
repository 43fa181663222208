-- Versions, runs of pipelines and what they reported, the rules that deployments have to follow, and the rule of the delivery
-- metrics. Deployments and builds themselves are events.

CREATE TYPE "run_status" AS ENUM ('pending', 'started', 'completed', 'failed', 'aborted');
CREATE TYPE "rule_kind" AS ENUM ('window', 'order', 'concurrency', 'approval');
CREATE TYPE "rule_mode" AS ENUM ('enabled', 'report_only', 'disabled');

CREATE TABLE "version" (
    "id" SERIAL NOT NULL,
    "service_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "sha" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "version_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "version_name_check" CHECK (length(name) BETWEEN 1 AND 200 AND key <> '')
);
CREATE UNIQUE INDEX "version_service_id_key_key" ON "version"("service_id", "key");
-- What Prisma cannot express.
CREATE INDEX "version_sha_idx" ON "version"(lower("sha") text_pattern_ops) WHERE sha IS NOT NULL;
ALTER TABLE "version" ADD CONSTRAINT "version_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Which version a deployment or build is about: the one it names, else the one in its title. All other events pay one bit.
ALTER TABLE "event" ADD COLUMN "version_id" INTEGER;

-- The rule is lib/deployments/version-of-title.ts and version-key.ts. Of two commits for one version the first one counts.
WITH named AS (
    SELECT id, service_id, sha, at,
           btrim(coalesce(nullif(btrim(version), ''), substring(title from '(?:^|[^[:alnum:]._-])([vV]\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]*[0-9A-Za-z])?)(?![[:alnum:]])'))) AS name
    FROM event WHERE kind IN ('deployment', 'build')
), keyed AS (
    SELECT *, lower(regexp_replace(name, '^[vV](?=\d)', '')) AS key FROM named WHERE length(name) BETWEEN 1 AND 200
)
INSERT INTO "version" ("service_id", "name", "key", "sha", "created_at")
SELECT service_id, (array_agg(name ORDER BY at, id))[1], key, (array_agg(sha ORDER BY at, id) FILTER (WHERE sha <> ''))[1], min(at)
FROM keyed WHERE key <> '' GROUP BY service_id, key ORDER BY min(at), min(id::text);

WITH named AS (
    SELECT id, service_id,
           btrim(coalesce(nullif(btrim(version), ''), substring(title from '(?:^|[^[:alnum:]._-])([vV]\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]*[0-9A-Za-z])?)(?![[:alnum:]])'))) AS name
    FROM event WHERE kind IN ('deployment', 'build')
)
UPDATE "event" e SET version_id = v.id
FROM named n JOIN "version" v ON v.service_id = n.service_id AND v.key = lower(regexp_replace(n.name, '^[vV](?=\d)', ''))
WHERE e.id = n.id;

-- The life of a version: its builds, and where it was deployed.
CREATE INDEX "event_version_idx" ON "event"("version_id", "at", "id") WHERE version_id IS NOT NULL;
-- Deployments of an environment in order, with what counting them needs. Only deployments pay for it.
CREATE INDEX "event_environment_deployment_idx" ON "event"("environment_id", "at" DESC, "id" DESC)
    INCLUDE ("service_id", "phase", "until", "version_id") WHERE kind = 'deployment';
ALTER TABLE "event" ADD CONSTRAINT "event_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Which event the posts of one pipeline run are about. Without an invocation a run is found by what it deploys where, and when.
CREATE TABLE "run" (
    "event_id" UUID NOT NULL,
    "kind" "event_kind" NOT NULL,
    "source" TEXT NOT NULL DEFAULT '',
    "invocation" TEXT,
    "service_id" INTEGER NOT NULL,
    "environment_id" INTEGER,
    "version_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "run_pkey" PRIMARY KEY ("event_id"),
    CONSTRAINT "run_kind_check" CHECK (kind = 'build' OR (kind = 'deployment' AND environment_id IS NOT NULL)),
    CONSTRAINT "run_invocation_check" CHECK (invocation <> '')
);
-- A guarantee: whatever the verbs do, the posts of one invocation about one version in one place are one event.
CREATE UNIQUE INDEX "run_invocation_key" ON "run"("version_id", coalesce("environment_id", 0), "kind", "source", "invocation") WHERE invocation IS NOT NULL;
CREATE INDEX "run_version_idx" ON "run"("version_id", "environment_id", "created_at" DESC);
CREATE INDEX "run_place_idx" ON "run"("service_id", "environment_id", "created_at" DESC);
ALTER TABLE "run" ADD CONSTRAINT "run_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "event"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "run" ADD CONSTRAINT "run_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "run" ADD CONSTRAINT "run_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "run" ADD CONSTRAINT "run_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What a run reported: at most once for each canonical status, so the primary key is what makes a repeated post change
-- nothing. The event's state is a fold over this set, so the order of the posts cannot matter.
CREATE TABLE "run_report" (
    "event_id" UUID NOT NULL,
    "status" "run_status" NOT NULL,
    "fields" JSONB NOT NULL DEFAULT '{}',
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "run_report_pkey" PRIMARY KEY ("event_id", "status")
);
ALTER TABLE "run_report" ADD CONSTRAINT "run_report_event_id_fkey" FOREIGN KEY ("event_id") REFERENCES "run"("event_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What deployments have to follow. Empty lists of services and environments mean all of them.
CREATE TABLE "deployment_rule" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "rule_kind" NOT NULL,
    "mode" "rule_mode" NOT NULL DEFAULT 'enabled',
    "service_ids" INTEGER[] NOT NULL DEFAULT ARRAY[]::INTEGER[],
    "environment_ids" INTEGER[] NOT NULL DEFAULT ARRAY[]::INTEGER[],
    "config" JSONB NOT NULL DEFAULT '{}',
    "reason" TEXT NOT NULL DEFAULT '',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL DEFAULT '',
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "deployment_rule_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "deployment_rule_name_check" CHECK (length(name) BETWEEN 1 AND 200)
);

-- Two deployments of a service in an environment exclude each other until somebody says otherwise.
INSERT INTO "deployment_rule" ("id", "name", "kind", "mode", "reason")
VALUES ('00000000-0000-8000-8000-000000000001', 'One deployment at a time', 'concurrency', 'enabled', 'Two deployments of one service in one environment overwrite each other.');

-- A deployment that a rule stopped, or would have stopped. It says the rule's name itself: rules come and go.
CREATE TABLE "rule_violation" (
    "id" UUID NOT NULL,
    "rule_id" UUID,
    "rule_name" TEXT NOT NULL,
    "rule_kind" "rule_kind",
    "blocked" BOOLEAN NOT NULL,
    "code" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',
    "service_id" INTEGER NOT NULL,
    "environment_id" INTEGER NOT NULL,
    "version" TEXT NOT NULL DEFAULT '',
    "event_id" UUID,
    "actor" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "rule_violation_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "rule_violation_at_id_idx" ON "rule_violation"("at" DESC, "id" DESC);
CREATE INDEX "rule_violation_rule_id_at_idx" ON "rule_violation"("rule_id", "at" DESC);
ALTER TABLE "rule_violation" ADD CONSTRAINT "rule_violation_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "deployment_rule"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "rule_violation" ADD CONSTRAINT "rule_violation_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "rule_violation" ADD CONSTRAINT "rule_violation_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Who approved a version for which purpose; without an environment, for all of them. The newest word of a person counts.
CREATE TABLE "version_approval" (
    "id" UUID NOT NULL,
    "version_id" INTEGER NOT NULL,
    "environment_id" INTEGER,
    "type" TEXT NOT NULL,
    "approved" BOOLEAN NOT NULL,
    "actor" TEXT NOT NULL,
    "comment" TEXT NOT NULL DEFAULT '',
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "version_approval_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "version_approval_text_check" CHECK (length(type) BETWEEN 1 AND 100 AND actor <> '')
);
CREATE INDEX "version_approval_version_id_at_idx" ON "version_approval"("version_id", "at" DESC);
ALTER TABLE "version_approval" ADD CONSTRAINT "version_approval_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "version_approval" ADD CONSTRAINT "version_approval_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- How the delivery metrics read what happened: one row, completed by the defaults of lib/delivery/schemas.ts.
CREATE TABLE "delivery_rule" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "settings" JSONB NOT NULL DEFAULT '{}',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "delivery_rule_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "delivery_rule_single_check" CHECK (id = 1)
);
INSERT INTO "delivery_rule" ("id") VALUES (1);
