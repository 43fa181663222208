-- What people want to be told of, as Versioner's clients say it. Kept from the first day; who delivers reads it.

CREATE TABLE "notification_preference" (
    "id" UUID NOT NULL,
    "channel_id" TEXT NOT NULL,
    "event_type" TEXT NOT NULL,
    "filters" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "notification_preference_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "notification_preference_text_check" CHECK (length(channel_id) BETWEEN 1 AND 200 AND length(event_type) BETWEEN 1 AND 100)
);
