-- The catalog: what people and pipelines say of a service, what depends on what, and quick links.

CREATE TABLE "catalog_entry" (
    "service_id" INTEGER NOT NULL,
    "type" TEXT,
    "language" TEXT,
    "platform" TEXT,
    "lifecycle" TEXT NOT NULL DEFAULT '',
    "owner" TEXT NOT NULL DEFAULT '',
    "version" TEXT NOT NULL DEFAULT '',
    "description" TEXT NOT NULL DEFAULT '',
    "link" TEXT NOT NULL DEFAULT '',
    "repository" TEXT NOT NULL DEFAULT '',
    "links" JSONB NOT NULL DEFAULT '[]',
    "sla" JSONB,
    "available_versions" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "latest_version" TEXT NOT NULL DEFAULT '',
    "reference_version" TEXT NOT NULL DEFAULT '',
    "deliverables" JSONB NOT NULL DEFAULT '[]',
    "channels" JSONB NOT NULL DEFAULT '[]',
    "dashboards" JSONB NOT NULL DEFAULT '[]',
    "vulnerabilities" JSONB,
    "infrastructure" JSONB NOT NULL DEFAULT '[]',
    "completed_at" TIMESTAMPTZ(3),
    "gone_at" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL DEFAULT '',
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "catalog_entry_pkey" PRIMARY KEY ("service_id"),
    CONSTRAINT "catalog_entry_revision_check" CHECK (revision >= 1)
);
ALTER TABLE "catalog_entry" ADD CONSTRAINT "catalog_entry_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One row says both directions: `from` depends on `to`.
CREATE TABLE "service_dependency" (
    "from_id" INTEGER NOT NULL,
    "to_id" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "service_dependency_pkey" PRIMARY KEY ("from_id", "to_id"),
    CONSTRAINT "service_dependency_self_check" CHECK (from_id <> to_id)
);
CREATE INDEX "service_dependency_to_id_from_id_idx" ON "service_dependency"("to_id", "from_id");
ALTER TABLE "service_dependency" ADD CONSTRAINT "service_dependency_from_id_fkey" FOREIGN KEY ("from_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "service_dependency" ADD CONSTRAINT "service_dependency_to_id_fkey" FOREIGN KEY ("to_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The last deployment of a service in each environment. Only deployments pay for it.
CREATE INDEX "event_service_deployment_idx" ON "event"("service_id", "environment_id", "at" DESC, "id" DESC) WHERE kind = 'deployment';

CREATE TABLE "quick_link" (
    "id" TEXT NOT NULL,
    "group" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "icon" TEXT NOT NULL DEFAULT '',
    "color" TEXT NOT NULL DEFAULT '',
    "logo" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "quick_link_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "quick_link_id_check" CHECK (id ~ '^[0-9a-f]{24}$')
);
