-- Who may do what, and who did what.

-- A person who signs in. Addresses are compared by their key; whoever comes from GitHub may have none.
CREATE TYPE "role" AS ENUM ('viewer', 'responder', 'deployer', 'admin');
CREATE TYPE "person_status" AS ENUM ('invited', 'active', 'disabled');

CREATE TABLE "person" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "email_key" TEXT,
    "role" "role" NOT NULL DEFAULT 'viewer',
    "status" "person_status" NOT NULL DEFAULT 'active',
    -- A PHC string (argon2id); null for whoever signs in elsewhere, or has not accepted an invitation yet.
    "password_hash" TEXT,
    "password_changed_at" TIMESTAMPTZ(3),
    "last_seen_at" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL DEFAULT '',
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "person_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "person_name_check" CHECK (length(name) BETWEEN 1 AND 200),
    CONSTRAINT "person_email_check" CHECK ((email IS NULL) = (email_key IS NULL) AND length(email) <= 320)
);
CREATE UNIQUE INDEX "person_email_key_key" ON "person"("email_key");

-- More than the role, in one environment. It adds, it never takes away.
CREATE TABLE "person_grant" (
    "person_id" UUID NOT NULL,
    "environment_id" INTEGER NOT NULL,
    "role" "role" NOT NULL,

    CONSTRAINT "person_grant_pkey" PRIMARY KEY ("person_id", "environment_id"),
    CONSTRAINT "person_grant_role_check" CHECK (role <> 'admin')
);
ALTER TABLE "person_grant" ADD CONSTRAINT "person_grant_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "person_grant" ADD CONSTRAINT "person_grant_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The same person at another provider. What the provider hands out is not kept: nothing here calls it again.
CREATE TABLE "account" (
    "provider" TEXT NOT NULL,
    "provider_account_id" TEXT NOT NULL,
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("provider", "provider_account_id")
);
CREATE INDEX "account_person_id_idx" ON "account"("person_id");
ALTER TABLE "account" ADD CONSTRAINT "account_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A browser that is signed in. The cookie's value is not stored, only its SHA-256.
CREATE TABLE "session" (
    "token_hash" BYTEA NOT NULL,
    "id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    -- How it was signed in: `password`, or the provider's name.
    "provider" TEXT NOT NULL DEFAULT 'password',
    "address" TEXT NOT NULL DEFAULT '',
    "user_agent" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "session_pkey" PRIMARY KEY ("token_hash")
);
CREATE UNIQUE INDEX "session_id_key" ON "session"("id");
CREATE INDEX "session_person_id_idx" ON "session"("person_id");
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");
ALTER TABLE "session" ADD CONSTRAINT "session_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What a link carries that works once: set-up, invitation, a new password. Only its SHA-256 is stored.
CREATE TYPE "code_purpose" AS ENUM ('set_up', 'invite', 'reset');
CREATE TABLE "one_time_code" (
    "hash" BYTEA NOT NULL,
    "purpose" "code_purpose" NOT NULL,
    "person_id" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "one_time_code_pkey" PRIMARY KEY ("hash"),
    CONSTRAINT "one_time_code_person_check" CHECK ((purpose = 'set_up') = (person_id IS NULL))
);
CREATE INDEX "one_time_code_person_id_idx" ON "one_time_code"("person_id");
ALTER TABLE "one_time_code" ADD CONSTRAINT "one_time_code_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "person"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What the product keeps to itself, such as the key that signs the cookies of a sign-in under way. Made on first need.
CREATE TABLE "secret" (
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "secret_pkey" PRIMARY KEY ("name")
);

-- A machine. Without services or environments it is for all of them. The secret before the last rotation works until its overlap ends.
CREATE TABLE "api_token" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    -- The last characters, to tell tokens apart.
    "hint" TEXT NOT NULL,
    "previous_hash" BYTEA,
    "previous_until" TIMESTAMPTZ(3),
    "scopes" TEXT[] NOT NULL,
    "service_ids" INTEGER[] NOT NULL DEFAULT ARRAY[]::INTEGER[],
    "environment_ids" INTEGER[] NOT NULL DEFAULT ARRAY[]::INTEGER[],
    -- By which table Tracker's numbers are read; null as the server is set.
    "tracker_enums" TEXT,
    -- Null as the server is set.
    "rate_per_minute" INTEGER,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "last_used_from" TEXT NOT NULL DEFAULT '',
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" TEXT NOT NULL DEFAULT '',
    "rotated_at" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL DEFAULT '',
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "api_token_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "api_token_name_check" CHECK (length(name) BETWEEN 1 AND 200),
    CONSTRAINT "api_token_enums_check" CHECK (tracker_enums IN ('guide', 'proto')),
    CONSTRAINT "api_token_rate_check" CHECK (rate_per_minute > 0),
    CONSTRAINT "api_token_previous_check" CHECK ((previous_hash IS NULL) = (previous_until IS NULL))
);
CREATE UNIQUE INDEX "api_token_hash_key" ON "api_token"("hash");
CREATE UNIQUE INDEX "api_token_previous_hash_key" ON "api_token"("previous_hash");

-- Whose word of a CI run is taken, and what the run may then do: no secret is handed out for it.
CREATE TABLE "trust_rule" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    -- Whose words the claims are: says which of them tell the actor, the commit and the run.
    "provider" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "audience" TEXT NOT NULL,
    -- Claims and the values that they may have: {"repository_id": ["123"], "ref": ["refs/heads/main"]}.
    "claims" JSONB NOT NULL,
    -- Whether a token works only from the address that it was first used from.
    "bound_to_address" BOOLEAN NOT NULL DEFAULT true,
    "scopes" TEXT[] NOT NULL,
    "service_ids" INTEGER[] NOT NULL DEFAULT ARRAY[]::INTEGER[],
    "environment_ids" INTEGER[] NOT NULL DEFAULT ARRAY[]::INTEGER[],
    "last_used_at" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_by" TEXT NOT NULL DEFAULT '',
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_by" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "trust_rule_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "trust_rule_name_check" CHECK (length(name) BETWEEN 1 AND 200),
    CONSTRAINT "trust_rule_provider_check" CHECK (provider IN ('github', 'gitlab', 'other')),
    CONSTRAINT "trust_rule_scopes_check" CHECK (NOT 'admin' = ANY (scopes))
);
CREATE INDEX "trust_rule_issuer_idx" ON "trust_rule"("issuer");

-- From where a CI token was first used, until it expires: by the SHA-256 of what its issuer signed.
CREATE TABLE "ci_token_use" (
    "hash" BYTEA NOT NULL,
    "address" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ci_token_use_pkey" PRIMARY KEY ("hash")
);
CREATE INDEX "ci_token_use_expires_at_idx" ON "ci_token_use"("expires_at");

-- What the issuer of a CI run vouches for: who started it, for which commit, in which run. Null where only the reporter says so.
ALTER TABLE "event" ADD COLUMN "verified" JSONB;

-- Who did what. Entries are written in the transaction of what they are about, or right behind it, and never change.

-- Transactions are numbered by the cluster. What is restored elsewhere goes on above the numbers that it brought along: see seal.ts.
CREATE FUNCTION "audit_xid_offset"() RETURNS BIGINT LANGUAGE sql STABLE PARALLEL SAFE AS 'SELECT 0::bigint';
CREATE TYPE "audit_outcome" AS ENUM ('done', 'denied', 'failed');
CREATE TABLE "audit_entry" (
    "id" BIGINT GENERATED BY DEFAULT AS IDENTITY NOT NULL,
    -- The transaction that wrote it: entries below every running transaction are complete and can be sealed.
    "xid" BIGINT NOT NULL DEFAULT (pg_current_xact_id()::text::bigint + audit_xid_offset()),
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),
    "request_id" TEXT NOT NULL DEFAULT '',
    "caller_kind" TEXT NOT NULL,
    "caller_id" TEXT NOT NULL DEFAULT '',
    "caller_name" TEXT NOT NULL DEFAULT '',
    -- How the caller was known: `socket`, `session`, the hint of a token, the issuer of a run.
    "via" TEXT NOT NULL DEFAULT '',
    "address" TEXT NOT NULL DEFAULT '',
    "operation" TEXT NOT NULL,
    "outcome" "audit_outcome" NOT NULL,
    -- Why it was denied or failed: a code.
    "reason" TEXT NOT NULL DEFAULT '',
    -- What it was about: `event:0199…`, `token:0199…`.
    "subject" TEXT NOT NULL DEFAULT '',
    -- Canonical JSON (RFC 8785), kept to the letter: what is sealed is this text.
    "before" JSON,
    "after" JSON,
    -- How many alike this one stands for.
    "times" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);
-- Summaries of ranges of pages instead of an entry in a tree for each row: every new event writes here, and few ask. Rows are
-- written in the order of xid and at; what was asked for by name stands in a Bloom filter for each range. See ADR 67.
CREATE INDEX "audit_entry_xid_at_idx" ON "audit_entry" USING BRIN ("xid", "at") WITH (pages_per_range = 64);
CREATE INDEX "audit_entry_names_idx" ON "audit_entry" USING BRIN (
    "subject" text_bloom_ops(n_distinct_per_range = 1000),
    "request_id" text_bloom_ops(n_distinct_per_range = 1000),
    "caller_id" text_bloom_ops(n_distinct_per_range = 100),
    "caller_name" text_bloom_ops(n_distinct_per_range = 100)
) WITH (pages_per_range = 32);

-- A link of the chain: the digest of the block before it and of these entries, in this order.
CREATE TABLE "audit_block" (
    "number" BIGINT NOT NULL,
    "previous" BYTEA NOT NULL,
    "entry_ids" BIGINT[] NOT NULL,
    -- The SHA-256 of each entry, one after the other.
    "digests" BYTEA NOT NULL,
    -- All entries of transactions below this one are in this block or an earlier one.
    "horizon" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,
    "sealed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "audit_block_pkey" PRIMARY KEY ("number")
);

CREATE FUNCTION "refuse_audit_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The audit log is append-only.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER "audit_entry_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entry" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();
CREATE TRIGGER "audit_block_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_block" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();
