-- Locks: leases on (environment, service, resource), their queue, and what has to be written into the changelogs of events.

CREATE TYPE "lock_state" AS ENUM ('queued', 'held', 'ended');
CREATE TYPE "lock_ending" AS ENUM ('released', 'expired', 'taken_over', 'auto_released', 'moved', 'dropped');

-- One sequence for all locks: numbers drawn inside the critical section below grow on every resource, and go on growing
-- when a lock is gone and comes back.
CREATE SEQUENCE "lock_token_seq" AS BIGINT;
CREATE SEQUENCE "lock_queue_seq" AS BIGINT;

CREATE TABLE "resource_lock" (
    "id" UUID NOT NULL,
    "path" TEXT COLLATE "C" NOT NULL,
    "environment_id" INTEGER,
    "service_id" INTEGER,
    "resource" TEXT,
    "state" "lock_state" NOT NULL,
    "token" BIGINT,
    "holder" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "claim_id" TEXT NOT NULL,
    "event_id" UUID,
    "automatic" BOOLEAN NOT NULL DEFAULT false,
    "ttl_ms" BIGINT,
    "review_at" TIMESTAMPTZ(3),
    "delay_ms" INTEGER NOT NULL,
    "lease_ms" INTEGER NOT NULL,
    "queue_no" BIGINT,
    "picked_up" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "queued_at" TIMESTAMPTZ(3),
    "seen_until" TIMESTAMPTZ(3),
    "granted_at" TIMESTAMPTZ(3),
    "renewed_at" TIMESTAMPTZ(3),
    "expires_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "ended_as" "lock_ending",
    "ended_by" TEXT,
    "end_reason" TEXT NOT NULL DEFAULT '',
    "free_at" TIMESTAMPTZ(3),

    CONSTRAINT "resource_lock_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "resource_lock_text_check" CHECK (holder <> '' AND length(holder) <= 200 AND length(reason) <= 2000 AND length(claim_id) BETWEEN 1 AND 200),
    CONSTRAINT "resource_lock_held_check" CHECK (state <> 'held' OR (token IS NOT NULL AND granted_at IS NOT NULL)),
    CONSTRAINT "resource_lock_queued_check" CHECK (state <> 'queued' OR (queue_no IS NOT NULL AND seen_until IS NOT NULL)),
    CONSTRAINT "resource_lock_ended_check" CHECK ((state = 'ended') = (ended_at IS NOT NULL AND ended_as IS NOT NULL))
);

ALTER TABLE "resource_lock" ADD CONSTRAINT "resource_lock_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "resource_lock" ADD CONSTRAINT "resource_lock_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot express. The first is a guarantee: whatever the functions below do, no path has two holders.
CREATE UNIQUE INDEX "resource_lock_held_key" ON "resource_lock"("path") WHERE state = 'held';
CREATE INDEX "resource_lock_queue_idx" ON "resource_lock"("path", "queue_no") WHERE state = 'queued';
CREATE INDEX "resource_lock_waited_idx" ON "resource_lock"("path", "queued_at") WHERE queued_at IS NOT NULL;
CREATE INDEX "resource_lock_expiry_idx" ON "resource_lock"("expires_at") WHERE state = 'held' AND expires_at IS NOT NULL;
CREATE INDEX "resource_lock_delay_idx" ON "resource_lock"("free_at") WHERE free_at IS NOT NULL;
CREATE INDEX "resource_lock_event_idx" ON "resource_lock"("event_id") WHERE event_id IS NOT NULL AND state = 'held';
CREATE INDEX "resource_lock_past_idx" ON "resource_lock"("path", "granted_at" DESC) WHERE state = 'ended' AND granted_at IS NOT NULL;
CREATE INDEX "resource_lock_term_idx" ON "resource_lock"("granted_at" DESC, "id" DESC) WHERE granted_at IS NOT NULL;

-- It is updated all the time and read through small partial indexes: dead rows are cleared away early.
ALTER TABLE "resource_lock" SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);

-- Changelog entries that are owed to events. A lock may end while nobody holds the event's row (it expires, somebody takes
-- it over), and whoever ends it must not wait for that row: see "Order of waiting" below.
CREATE TABLE "lock_note" (
    "id" BIGSERIAL NOT NULL,
    "event_id" UUID NOT NULL,
    "lock_id" UUID NOT NULL,
    "type" "change_type" NOT NULL,
    "actor" TEXT NOT NULL,
    "comment" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lock_note_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "lock_note_event_id_idx" ON "lock_note"("event_id");

-- The protocol
-- ============
--
-- A scope is a path: '' is everything, '7/' an environment, '7/42/' a service in it, '7/42/deployment/' a resource of that
-- service. (Environment 0 is that of locks without an environment.) One scope contains another when its path is a prefix of the
-- other's. Two scopes overlap when one contains the other, and overlapping scopes exclude each other.
--
-- Every operation is one function call, so one statement and one round trip for the client. Within it:
--
-- 1. Enter. Transaction-scoped advisory locks serve as intention locks: shared on every wider scope, from the widest down,
--    and exclusive on the own one. So operations on overlapping scopes come one after the other, and operations on
--    scopes that do not overlap never wait for each other, nor for each other's commit. They are let go by the commit
--    itself, after it has reached the disk: who enters next sees everything the one before has done. Each statement
--    inside a function takes a fresh snapshot under READ COMMITTED, and only that level is accepted.
-- 2. End what has expired by the database's clock. A renewal that is under way at that moment holds the row: the
--    expiry waits for it and looks at the row anew, so a lock is never both renewed and ended.
-- 3. Look for an obstacle: a held lock that overlaps, a lock that expired moments ago (its holder may be a process that was
--    paused and is about to wake up; the lock delay gives it time to find out), a waiter that came earlier.
-- 4. Without an obstacle grant, with the next token. The token is drawn inside the critical section, so tokens grow in
--    the order of grants on every scope. Whatever is guarded refuses smaller tokens than it has seen.
--
-- Renew and verify do not enter: they concern one row, and the id and token of the term stand in the WHERE. The number
-- of rows is the answer.
--
-- The queue is first come, first served among overlapping scopes: a waiter is granted when nothing held overlaps it and no
-- earlier living waiter does. So a wide waiter is not overtaken for ever by narrow ones that come later. A waiter lives
-- as long as it keeps asking (seen_until). Whoever ends a lock also grants the waiters that this frees, before anybody
-- else can enter; waiters for a wider scope need a wider entry and are granted by a second call (`wider` in the answer, and
-- the sweep if the process dies in between). A grant that its waiter does not pick up within its lease passes on.
--
-- Order of waiting: the row of an event before advisory locks before rows of locks. Advisory locks are taken in order of
-- path, for several paths in one go. No function here touches the row of an event.

-- Every scope that contains a path, from the widest to the path itself.
CREATE FUNCTION shiplog_lock_levels(p_path text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
  v_levels text[] := ARRAY[''];
  v_at int := 0;
  v_step int;
BEGIN
  LOOP
    v_step := strpos(substr(p_path, v_at + 1), '/');
    EXIT WHEN v_step = 0;
    v_at := v_at + v_step;
    v_levels := v_levels || left(p_path, v_at);
  END LOOP;
  RETURN v_levels;
END $$;

-- Where the paths inside a path end, exclusive: '0' is the character after '/'.
CREATE FUNCTION shiplog_lock_end(p_path text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN p_path = '' THEN U&'\+10FFFF' ELSE left(p_path, -1) || '0' END
$$;

-- The database's clock in whole milliseconds, as times are kept and answered.
CREATE FUNCTION shiplog_lock_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
  SELECT date_trunc('milliseconds', clock_timestamp())
$$;

-- A lock as it is answered: its row with the names of what it is on.
CREATE FUNCTION shiplog_lock_json(p_lock resource_lock) RETURNS jsonb LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_environment text;
  v_service text;
BEGIN
  IF p_lock.id IS NULL THEN RETURN NULL; END IF;
  IF p_lock.environment_id IS NOT NULL THEN SELECT name INTO v_environment FROM environment WHERE id = p_lock.environment_id; END IF;
  IF p_lock.service_id IS NOT NULL THEN SELECT name INTO v_service FROM service WHERE id = p_lock.service_id; END IF;
  RETURN to_jsonb(p_lock) || jsonb_build_object('environment', v_environment, 'service', v_service);
END $$;

-- Step 1. Several paths are entered in one go, in an order that everybody keeps. A process that was stopped in the middle of a longer
-- transaction keeps others out of its scope; they give up after a while instead of piling up behind it.
CREATE FUNCTION shiplog_lock_enter(p_paths text[]) RETURNS void LANGUAGE plpgsql SET lock_timeout = '15s' AS $$
DECLARE
  v_level record;
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'locks need the isolation level READ COMMITTED';
  END IF;
  FOR v_level IN
    SELECT level, bool_or(level = path) AS own FROM unnest(p_paths) path, unnest(shiplog_lock_levels(path)) level
    GROUP BY level ORDER BY level COLLATE "C"
  LOOP
    IF v_level.own THEN
      PERFORM pg_advisory_xact_lock(hashtextextended('shiplog.lock ' || v_level.level, 0));
    ELSE
      PERFORM pg_advisory_xact_lock_shared(hashtextextended('shiplog.lock ' || v_level.level, 0));
    END IF;
  END LOOP;
END $$;

-- What a change of a lock leaves behind: an entry in the feed, and one that is owed to its event.
CREATE FUNCTION shiplog_lock_tell(p_lock resource_lock, p_op text, p_actor text, p_comment text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO change (topic, op, entity_id) VALUES ('lock', p_op, p_lock.id);
  IF p_lock.event_id IS NOT NULL AND p_comment IS NOT NULL THEN
    INSERT INTO lock_note (event_id, lock_id, type, actor, comment, at)
    VALUES (p_lock.event_id, p_lock.id, (CASE WHEN p_op = 'acquired' THEN 'locked' ELSE 'unlocked' END)::change_type,
            coalesce(nullif(p_actor, ''), 'system'), p_comment, shiplog_lock_now());
  END IF;
END $$;

-- Step 2, for everything that overlaps a path. A grant that was never picked up is dropped rather than expired: its holder
-- never knew, so nobody needs the delay.
CREATE FUNCTION shiplog_lock_expire(p_path text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_id uuid;
  v_lock resource_lock;
BEGIN
  FOR v_id IN
    SELECT id FROM resource_lock WHERE state = 'held' AND path = ANY (shiplog_lock_levels(p_path)) AND expires_at <= clock_timestamp()
    UNION ALL
    SELECT id FROM resource_lock WHERE state = 'held' AND path > p_path AND path < shiplog_lock_end(p_path) AND expires_at <= clock_timestamp()
  LOOP
    UPDATE resource_lock SET
      state = 'ended', ended_at = expires_at, ended_by = 'system',
      ended_as = (CASE WHEN picked_up THEN 'expired' ELSE 'dropped' END)::lock_ending,
      free_at = CASE WHEN picked_up AND delay_ms > 0 THEN expires_at + delay_ms * interval '1 millisecond' END
    WHERE id = v_id AND state = 'held' AND expires_at <= clock_timestamp()
    RETURNING * INTO v_lock;
    IF FOUND THEN
      PERFORM shiplog_lock_tell(v_lock, CASE WHEN v_lock.picked_up THEN 'expired' ELSE 'dropped' END, 'system',
        'The lock of ' || v_lock.holder || CASE WHEN v_lock.picked_up THEN ' expired' ELSE ' was not picked up' END);
    END IF;
  END LOOP;
END $$;

-- A held lock that overlaps a path, if there is one. Expired ones are ended on the way.
CREATE FUNCTION shiplog_lock_obstacle(p_path text) RETURNS resource_lock LANGUAGE plpgsql AS $$
DECLARE
  v_lock resource_lock;
BEGIN
  FOR attempt IN 1..3 LOOP
    SELECT * INTO v_lock FROM (
      SELECT * FROM resource_lock WHERE state = 'held' AND path = ANY (shiplog_lock_levels(p_path))
      UNION ALL
      SELECT * FROM resource_lock WHERE state = 'held' AND path > p_path AND path < shiplog_lock_end(p_path)
    ) overlapping ORDER BY coalesce(expires_at <= clock_timestamp(), false) DESC, path LIMIT 1;
    IF v_lock.id IS NULL OR v_lock.expires_at IS NULL OR v_lock.expires_at > clock_timestamp() THEN RETURN v_lock; END IF;
    PERFORM shiplog_lock_expire(p_path);
  END LOOP;
  -- It expires and is renewed as we look: held, then.
  RETURN v_lock;
END $$;

-- A lock that overlaps a path and expired so recently that nobody but its holder may have it yet.
CREATE FUNCTION shiplog_lock_delayed(p_path text, p_holder text) RETURNS resource_lock LANGUAGE sql VOLATILE AS $$
  SELECT * FROM resource_lock
  WHERE free_at > clock_timestamp() AND holder <> p_holder
    AND (path = ANY (shiplog_lock_levels(p_path)) OR (path > p_path AND path < shiplog_lock_end(p_path)))
  ORDER BY free_at DESC LIMIT 1
$$;

-- How many living waiters before a number overlap a path.
CREATE FUNCTION shiplog_lock_ahead(p_path text, p_queue_no bigint) RETURNS int LANGUAGE sql VOLATILE AS $$
  SELECT count(*)::int FROM (
    SELECT FROM resource_lock WHERE state = 'queued' AND path = ANY (shiplog_lock_levels(p_path)) AND queue_no < p_queue_no AND seen_until > clock_timestamp()
    UNION ALL
    SELECT FROM resource_lock WHERE state = 'queued' AND path > p_path AND path < shiplog_lock_end(p_path) AND queue_no < p_queue_no AND seen_until > clock_timestamp()
  ) waiters
$$;

-- Step 4 for a waiter. Not picked up yet, it is held for the length of the waiter's lease only.
CREATE FUNCTION shiplog_lock_grant(p_id uuid, p_picked_up boolean) RETURNS resource_lock LANGUAGE plpgsql AS $$
DECLARE
  v_now timestamptz := shiplog_lock_now();
  v_lock resource_lock;
BEGIN
  UPDATE resource_lock SET
    state = 'held', token = nextval('lock_token_seq'), granted_at = v_now, picked_up = p_picked_up,
    expires_at = v_now + (CASE WHEN p_picked_up THEN ttl_ms ELSE lease_ms END) * interval '1 millisecond',
    review_at = coalesce(review_at, CASE WHEN ttl_ms IS NULL OR automatic THEN v_now + interval '24 hours' END)
  WHERE id = p_id AND state = 'queued'
  RETURNING * INTO STRICT v_lock;
  PERFORM shiplog_lock_tell(v_lock, 'acquired', v_lock.holder, 'Locked by ' || v_lock.holder || coalesce(': ' || nullif(v_lock.reason, ''), ''));
  RETURN v_lock;
END $$;

-- Grants every waiter within a path whose turn it is. The caller has entered the path.
CREATE FUNCTION shiplog_lock_grant_within(p_path text) RETURNS uuid[] LANGUAGE plpgsql AS $$
DECLARE
  v_waiter resource_lock;
  v_granted uuid[] := '{}';
BEGIN
  FOR v_waiter IN
    SELECT * FROM resource_lock
    WHERE state = 'queued' AND path >= p_path AND path < shiplog_lock_end(p_path) AND seen_until > clock_timestamp()
    ORDER BY queue_no
  LOOP
    IF (shiplog_lock_obstacle(v_waiter.path)).id IS NULL
      AND (shiplog_lock_delayed(v_waiter.path, v_waiter.holder)).id IS NULL
      AND shiplog_lock_ahead(v_waiter.path, v_waiter.queue_no) = 0
    THEN
      PERFORM shiplog_lock_grant(v_waiter.id, false);
      v_granted := v_granted || v_waiter.id;
    END IF;
    -- Whoever comes after a waiter for the whole path overlaps it, and waits for it.
    EXIT WHEN v_waiter.path = p_path;
  END LOOP;
  RETURN v_granted;
END $$;

-- What follows the end of a lock or a waiter: who got a grant, and the widest path with a waiter that may be next but needs
-- a wider entry. The caller has entered the path.
CREATE FUNCTION shiplog_lock_settle(p_path text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_granted uuid[];
  v_wider text;
BEGIN
  v_granted := shiplog_lock_grant_within(p_path);
  SELECT path INTO v_wider FROM resource_lock q
  WHERE state = 'queued' AND path = ANY (trim_array(shiplog_lock_levels(p_path), 1)) AND seen_until > clock_timestamp()
    AND NOT EXISTS (
      SELECT FROM resource_lock h WHERE h.state = 'held' AND h.path >= q.path AND h.path < shiplog_lock_end(q.path)
        AND (h.expires_at IS NULL OR h.expires_at > clock_timestamp()))
  ORDER BY path LIMIT 1;
  RETURN jsonb_build_object('granted', to_jsonb(v_granted), 'wider', v_wider);
END $$;

-- How long the latest terms on a path were, in milliseconds, for estimates.
CREATE FUNCTION shiplog_lock_holds(p_path text) RETURNS jsonb LANGUAGE sql VOLATILE AS $$
  SELECT coalesce(jsonb_agg(round(extract(epoch FROM ended_at - granted_at) * 1000)), '[]') FROM (
    SELECT ended_at, granted_at FROM resource_lock
    WHERE state = 'ended' AND granted_at IS NOT NULL AND path = p_path AND picked_up ORDER BY granted_at DESC LIMIT 20) latest
$$;

-- Acquires, or asks again for the same claim (path, holder and claim id): a held one is answered as it is, a waiting one stays
-- alive and gets its grant. With p_queue it waits in line when it cannot be granted.
-- Outcomes: acquired, same, queued, held.
CREATE FUNCTION shiplog_lock_acquire(
  p_id uuid, p_path text, p_environment int, p_service int, p_resource text, p_holder text, p_reason text, p_claim text,
  p_event uuid, p_automatic boolean, p_ttl_ms bigint, p_review_at timestamptz, p_delay_ms int, p_queue boolean, p_lease_ms int
) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_now timestamptz;
  v_mine resource_lock;
  v_lock resource_lock;
  v_delayed resource_lock;
  v_ahead int;
  v_granted uuid[] := '{}';
BEGIN
  PERFORM shiplog_lock_enter(ARRAY[p_path]);

  SELECT * INTO v_mine FROM resource_lock
  WHERE state = 'queued' AND path = p_path AND claim_id = p_claim AND holder = p_holder;
  IF v_mine.id IS NOT NULL THEN
    v_now := shiplog_lock_now();
    IF v_mine.seen_until > v_now THEN
      UPDATE resource_lock SET seen_until = greatest(seen_until, v_now + lease_ms * interval '1 millisecond') WHERE id = v_mine.id;
    ELSE
      -- It had stopped asking; its place is gone.
      PERFORM shiplog_lock_drop(v_mine.id, 'stopped asking');
      v_mine := NULL;
    END IF;
  END IF;

  v_lock := shiplog_lock_obstacle(p_path);
  IF v_lock.path = p_path AND v_lock.claim_id = p_claim AND v_lock.holder = p_holder THEN
    v_now := shiplog_lock_now();
    UPDATE resource_lock SET
      picked_up = true, expires_at = CASE WHEN picked_up THEN expires_at ELSE v_now + ttl_ms * interval '1 millisecond' END
    WHERE id = v_lock.id AND state = 'held' RETURNING * INTO v_mine;
    RETURN jsonb_build_object('outcome', CASE WHEN v_lock.picked_up THEN 'same' ELSE 'acquired' END,
      'now', v_now, 'lock', shiplog_lock_json(v_mine));
  END IF;

  v_delayed := NULL;
  IF v_lock.id IS NULL THEN v_delayed := shiplog_lock_delayed(p_path, p_holder); END IF;
  v_ahead := shiplog_lock_ahead(p_path, coalesce(v_mine.queue_no, 9223372036854775807));

  IF v_lock.id IS NULL AND v_delayed.id IS NULL AND v_ahead = 0 THEN
    IF v_mine.id IS NOT NULL THEN
      v_mine := shiplog_lock_grant(v_mine.id, true);
    ELSE
      v_now := shiplog_lock_now();
      INSERT INTO resource_lock (id, path, environment_id, service_id, resource, state, token, holder, reason, claim_id, event_id,
        automatic, ttl_ms, review_at, delay_ms, lease_ms, created_at, granted_at, expires_at)
      VALUES (p_id, p_path, p_environment, p_service, p_resource, 'held', nextval('lock_token_seq'), p_holder, p_reason, p_claim, p_event,
        p_automatic, p_ttl_ms, coalesce(p_review_at, CASE WHEN p_ttl_ms IS NULL OR p_automatic THEN v_now + interval '24 hours' END),
        p_delay_ms, p_lease_ms, v_now, v_now, v_now + p_ttl_ms * interval '1 millisecond')
      RETURNING * INTO v_mine;
      PERFORM shiplog_lock_tell(v_mine, 'acquired', p_holder, 'Locked by ' || p_holder || coalesce(': ' || nullif(p_reason, ''), ''));
    END IF;
    RETURN jsonb_build_object('outcome', 'acquired', 'now', v_mine.granted_at, 'lock', shiplog_lock_json(v_mine));
  END IF;

  IF p_queue AND v_mine.id IS NULL THEN
    v_now := shiplog_lock_now();
    INSERT INTO resource_lock (id, path, environment_id, service_id, resource, state, holder, reason, claim_id, event_id,
      automatic, ttl_ms, review_at, delay_ms, lease_ms, queue_no, created_at, queued_at, seen_until)
    VALUES (p_id, p_path, p_environment, p_service, p_resource, 'queued', p_holder, p_reason, p_claim, p_event,
      p_automatic, p_ttl_ms, p_review_at, p_delay_ms, p_lease_ms, nextval('lock_queue_seq'), v_now, v_now,
      v_now + p_lease_ms * interval '1 millisecond')
    RETURNING * INTO v_mine;
    PERFORM shiplog_lock_tell(v_mine, 'queued', NULL, NULL);
  END IF;
  -- Nothing is held: somebody before us has only to be granted.
  IF v_lock.id IS NULL THEN
    v_granted := shiplog_lock_grant_within(p_path);
    IF cardinality(v_granted) > 0 THEN v_lock := shiplog_lock_obstacle(p_path); END IF;
  END IF;
  RETURN jsonb_build_object(
    'outcome', CASE WHEN v_mine.id IS NULL THEN 'held' ELSE 'queued' END, 'now', shiplog_lock_now(), 'lock', shiplog_lock_json(v_mine),
    'obstacle', shiplog_lock_json(CASE WHEN v_lock.id IS NULL THEN v_delayed ELSE v_lock END),
    'position', v_ahead + 1, 'holds', shiplog_lock_holds(p_path), 'granted', to_jsonb(v_granted));
END $$;

-- Ends a waiter. The caller has entered its path.
CREATE FUNCTION shiplog_lock_drop(p_id uuid, p_why text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_lock resource_lock;
BEGIN
  UPDATE resource_lock SET state = 'ended', ended_as = 'dropped', ended_at = shiplog_lock_now(), ended_by = holder, end_reason = p_why
  WHERE id = p_id AND state = 'queued' RETURNING * INTO v_lock;
  IF FOUND THEN PERFORM shiplog_lock_tell(v_lock, 'dropped', NULL, NULL); END IF;
END $$;

-- A waiter leaves the line. Outcomes: left, gone, unknown, retry.
CREATE FUNCTION shiplog_lock_leave(p_id uuid, p_claim text, p_why text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_path text;
  v_lock resource_lock;
BEGIN
  SELECT path INTO v_path FROM resource_lock WHERE id = p_id;
  IF NOT FOUND THEN RETURN '{"outcome": "unknown"}'; END IF;
  PERFORM shiplog_lock_enter(ARRAY[v_path]);
  SELECT * INTO v_lock FROM resource_lock WHERE id = p_id;
  IF v_lock.state <> 'queued' OR v_lock.claim_id <> p_claim THEN
    RETURN jsonb_build_object('outcome', 'gone', 'now', shiplog_lock_now(), 'lock', shiplog_lock_json(v_lock));
  END IF;
  PERFORM shiplog_lock_drop(p_id, p_why);
  SELECT * INTO v_lock FROM resource_lock WHERE id = p_id;
  RETURN jsonb_build_object('outcome', 'left', 'now', v_lock.ended_at, 'lock', shiplog_lock_json(v_lock)) || shiplog_lock_settle(v_path);
END $$;

-- The connection of a waiter broke: it keeps its place a little longer, so that its client can ask again.
CREATE FUNCTION shiplog_lock_hurry(p_id uuid, p_lease_ms int) RETURNS void LANGUAGE sql AS $$
  UPDATE resource_lock SET seen_until = least(seen_until, shiplog_lock_now() + p_lease_ms * interval '1 millisecond')
  WHERE id = p_id AND state = 'queued'
$$;

-- Outcomes: renewed, stale, unknown.
CREATE FUNCTION shiplog_lock_renew(p_id uuid, p_token bigint, p_ttl_ms bigint) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_now timestamptz := shiplog_lock_now();
  v_lock resource_lock;
BEGIN
  UPDATE resource_lock SET
    renewed_at = v_now, picked_up = true, ttl_ms = CASE WHEN ttl_ms IS NULL THEN NULL ELSE coalesce(p_ttl_ms, ttl_ms) END,
    expires_at = v_now + (CASE WHEN ttl_ms IS NULL THEN NULL ELSE coalesce(p_ttl_ms, ttl_ms) END) * interval '1 millisecond',
    review_at = CASE WHEN review_at IS NULL THEN NULL ELSE greatest(review_at, v_now + interval '24 hours') END
  WHERE id = p_id AND token = p_token AND state = 'held' AND (expires_at IS NULL OR expires_at > clock_timestamp())
  RETURNING * INTO v_lock;
  IF FOUND THEN
    PERFORM shiplog_lock_tell(v_lock, 'renewed', NULL, NULL);
    RETURN jsonb_build_object('outcome', 'renewed', 'now', v_now, 'lock', shiplog_lock_json(v_lock));
  END IF;
  SELECT * INTO v_lock FROM resource_lock WHERE id = p_id;
  RETURN jsonb_build_object('outcome', CASE WHEN FOUND THEN 'stale' ELSE 'unknown' END, 'now', shiplog_lock_now(), 'lock', shiplog_lock_json(v_lock));
END $$;

-- Whether a term goes on. Reads only. Outcomes: valid, stale, unknown.
CREATE FUNCTION shiplog_lock_verify(p_id uuid, p_token bigint) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_now timestamptz := shiplog_lock_now();
  v_lock resource_lock;
BEGIN
  SELECT * INTO v_lock FROM resource_lock
  WHERE id = p_id AND token = p_token AND state = 'held' AND (expires_at IS NULL OR expires_at > clock_timestamp());
  IF FOUND THEN RETURN jsonb_build_object('outcome', 'valid', 'now', v_now, 'lock', shiplog_lock_json(v_lock)); END IF;
  SELECT * INTO v_lock FROM resource_lock WHERE id = p_id;
  RETURN jsonb_build_object('outcome', CASE WHEN FOUND THEN 'stale' ELSE 'unknown' END, 'now', v_now, 'lock', shiplog_lock_json(v_lock));
END $$;

-- Ends a term. Without a token the id alone names it, as Tracker's clients know it and as the end of an event does.
-- Outcomes: released, stale, unknown, retry (it was moved to another path meanwhile).
CREATE FUNCTION shiplog_lock_release(p_id uuid, p_token bigint, p_by text, p_as lock_ending, p_reason text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_path text;
  v_now timestamptz;
  v_lock resource_lock;
BEGIN
  SELECT path INTO v_path FROM resource_lock WHERE id = p_id;
  IF NOT FOUND THEN RETURN '{"outcome": "unknown"}'; END IF;
  PERFORM shiplog_lock_enter(ARRAY[v_path]);
  v_now := shiplog_lock_now();
  UPDATE resource_lock SET state = 'ended', ended_as = p_as, ended_at = v_now, ended_by = p_by, end_reason = p_reason
  WHERE id = p_id AND path = v_path AND state = 'held' AND (p_token IS NULL OR token = p_token) AND (expires_at IS NULL OR expires_at > clock_timestamp())
  RETURNING * INTO v_lock;
  IF NOT FOUND THEN
    SELECT * INTO v_lock FROM resource_lock WHERE id = p_id;
    RETURN jsonb_build_object('outcome', CASE WHEN v_lock.path = v_path THEN 'stale' ELSE 'retry' END, 'now', v_now, 'lock', shiplog_lock_json(v_lock));
  END IF;
  PERFORM shiplog_lock_tell(v_lock, 'released', p_by, 'Unlocked by ' || p_by || coalesce(': ' || nullif(p_reason, ''), ''));
  RETURN jsonb_build_object('outcome', 'released', 'now', v_now, 'lock', shiplog_lock_json(v_lock)) || shiplog_lock_settle(v_path);
END $$;

-- Takes a term over by force: the old one ends and a new one begins on the same path, before whoever waits.
-- Outcomes: acquired, same, stale, unknown, retry.
CREATE FUNCTION shiplog_lock_take_over(
  p_id uuid, p_new_id uuid, p_holder text, p_reason text, p_claim text, p_ttl_ms bigint, p_review_at timestamptz, p_delay_ms int, p_lease_ms int
) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_path text;
  v_now timestamptz;
  v_old resource_lock;
  v_new resource_lock;
BEGIN
  SELECT path INTO v_path FROM resource_lock WHERE id = p_id;
  IF NOT FOUND THEN RETURN '{"outcome": "unknown"}'; END IF;
  PERFORM shiplog_lock_enter(ARRAY[v_path]);
  v_new := shiplog_lock_obstacle(v_path);
  IF v_new.path = v_path AND v_new.claim_id = p_claim AND v_new.holder = p_holder THEN
    RETURN jsonb_build_object('outcome', 'same', 'now', shiplog_lock_now(), 'lock', shiplog_lock_json(v_new));
  END IF;
  v_now := shiplog_lock_now();
  UPDATE resource_lock SET state = 'ended', ended_as = 'taken_over', ended_at = v_now, ended_by = p_holder, end_reason = p_reason
  WHERE id = p_id AND path = v_path AND state = 'held' AND (expires_at IS NULL OR expires_at > clock_timestamp())
  RETURNING * INTO v_old;
  IF NOT FOUND THEN
    SELECT * INTO v_old FROM resource_lock WHERE id = p_id;
    RETURN jsonb_build_object('outcome', CASE WHEN v_old.path = v_path THEN 'stale' ELSE 'retry' END, 'now', v_now, 'lock', shiplog_lock_json(v_old));
  END IF;
  INSERT INTO resource_lock (id, path, environment_id, service_id, resource, state, token, holder, reason, claim_id, event_id,
    automatic, ttl_ms, review_at, delay_ms, lease_ms, created_at, granted_at, expires_at)
  VALUES (p_new_id, v_path, v_old.environment_id, v_old.service_id, v_old.resource, 'held', nextval('lock_token_seq'), p_holder, p_reason, p_claim, NULL,
    false, p_ttl_ms, coalesce(p_review_at, CASE WHEN p_ttl_ms IS NULL THEN v_now + interval '24 hours' END),
    p_delay_ms, p_lease_ms, v_now, v_now, v_now + p_ttl_ms * interval '1 millisecond')
  RETURNING * INTO v_new;
  PERFORM shiplog_lock_tell(v_old, 'taken_over', p_holder, 'Taken over by ' || p_holder || ': ' || p_reason);
  PERFORM shiplog_lock_tell(v_new, 'acquired', NULL, NULL);
  RETURN jsonb_build_object('outcome', 'acquired', 'now', v_now, 'lock', shiplog_lock_json(v_new), 'former', shiplog_lock_json(v_old));
END $$;

-- Moves a held lock to another path, keeping its id: what is left on the old path is a term that ended as moved, on the new one
-- a term begins, with a new token. Outcomes: moved, same (it is there), held, stale, unknown, retry.
CREATE FUNCTION shiplog_lock_move(p_id uuid, p_past_id uuid, p_path text, p_environment int, p_service int, p_resource text, p_by text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_now timestamptz;
  v_old resource_lock;
  v_lock resource_lock;
  v_ahead int;
BEGIN
  SELECT * INTO v_old FROM resource_lock WHERE id = p_id;
  IF NOT FOUND THEN RETURN '{"outcome": "unknown"}'; END IF;
  PERFORM shiplog_lock_enter(ARRAY[v_old.path, p_path]);
  PERFORM shiplog_lock_expire(v_old.path);
  SELECT * INTO v_lock FROM resource_lock WHERE id = p_id FOR UPDATE;
  IF v_lock.path <> v_old.path THEN RETURN '{"outcome": "retry"}'; END IF;
  IF v_lock.state <> 'held' THEN
    RETURN jsonb_build_object('outcome', 'stale', 'now', shiplog_lock_now(), 'lock', shiplog_lock_json(v_lock));
  END IF;
  IF v_lock.path = p_path THEN
    RETURN jsonb_build_object('outcome', 'same', 'now', shiplog_lock_now(), 'lock', shiplog_lock_json(v_lock));
  END IF;
  v_old := v_lock;
  v_now := shiplog_lock_now();
  -- Out of its own way first; if it turns out that it cannot move, the row is put back.
  UPDATE resource_lock SET state = 'ended', ended_at = v_now, ended_as = 'moved' WHERE id = p_id;
  v_lock := shiplog_lock_obstacle(p_path);
  IF v_lock.id IS NULL THEN v_lock := shiplog_lock_delayed(p_path, v_old.holder); END IF;
  v_ahead := shiplog_lock_ahead(p_path, 9223372036854775807);
  IF v_lock.id IS NOT NULL OR v_ahead > 0 THEN
    UPDATE resource_lock SET state = 'held', ended_at = NULL, ended_as = NULL WHERE id = p_id;
    RETURN jsonb_build_object('outcome', 'held', 'now', v_now, 'lock', NULL, 'obstacle', shiplog_lock_json(v_lock),
      'position', v_ahead + 1, 'holds', shiplog_lock_holds(p_path));
  END IF;
  UPDATE resource_lock SET
    path = p_path, environment_id = p_environment, service_id = p_service, resource = p_resource, state = 'held',
    token = nextval('lock_token_seq'), granted_at = v_now, ended_at = NULL, ended_as = NULL
  WHERE id = p_id RETURNING * INTO v_lock;
  v_old.id := p_past_id;
  v_old.state := 'ended';
  v_old.ended_at := v_now;
  v_old.ended_as := 'moved';
  v_old.ended_by := p_by;
  v_old.event_id := NULL;
  INSERT INTO resource_lock SELECT v_old.*;
  PERFORM shiplog_lock_tell(v_lock, 'moved', NULL, NULL);
  RETURN jsonb_build_object('outcome', 'moved', 'now', v_now, 'lock', shiplog_lock_json(v_lock)) || shiplog_lock_settle(v_old.path);
END $$;

-- Ends what is over within a path and grants whose turn it is: the second call of `wider`, and the sweep's.
CREATE FUNCTION shiplog_lock_promote(p_path text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_id uuid;
BEGIN
  PERFORM shiplog_lock_enter(ARRAY[p_path]);
  PERFORM shiplog_lock_expire(p_path);
  FOR v_id IN
    SELECT id FROM resource_lock
    WHERE state = 'queued' AND path >= p_path AND path < shiplog_lock_end(p_path) AND seen_until <= clock_timestamp()
  LOOP
    PERFORM shiplog_lock_drop(v_id, 'stopped asking');
  END LOOP;
  RETURN jsonb_build_object('now', shiplog_lock_now()) || shiplog_lock_settle(p_path);
END $$;

-- The paths at which something is due: a lock or a waiter to end, or a waiter with nothing held in its way.
CREATE FUNCTION shiplog_lock_due() RETURNS TABLE (path text) LANGUAGE sql VOLATILE AS $$
  SELECT l.path FROM resource_lock l WHERE l.state = 'held' AND l.expires_at <= clock_timestamp()
  UNION
  SELECT q.path FROM resource_lock q WHERE q.state = 'queued' AND (
    q.seen_until <= clock_timestamp()
    OR NOT EXISTS (
      SELECT FROM resource_lock h WHERE h.state = 'held'
        AND (h.path = ANY (shiplog_lock_levels(q.path)) OR (h.path > q.path AND h.path < shiplog_lock_end(q.path)))))
  ORDER BY 1 LIMIT 200
$$;
