import { created, ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { acquireAsAsked } from '@/lib/locks/acquire-lock';
import { listLocks } from '@/lib/locks/list-locks';
import { acquireLockOperation, listLocksOperation } from '@/lib/locks/operations';
import { askAgainSeconds, lockHeld } from '@/lib/locks/outcome';
import { placesOfClaim } from '@/lib/locks/places';

export const GET = route(listLocksOperation, async ({ query }) => ok(await listLocks(query)));

export const POST = route(
  acquireLockOperation,
  async ({ body, request }) => {
    const waitMs = body.wait === undefined ? undefined : body.wait * 1000;
    const outcome = await acquireAsAsked(body, request.actor, {
      waitMs,
      audit: request.audit,
      // Read only by those who wait: making a signal costs more than most requests.
      ...(waitMs ? { signal: request.signal } : {}),
    });
    switch (outcome.outcome) {
      case 'acquired':
        return outcome.isNew
          ? created(outcome.grant, `/api/v2/locks/${outcome.grant.id}`)
          : ok(outcome.grant);
      case 'queued':
        return {
          status: 202,
          headers: { 'retry-after': String(askAgainSeconds(outcome.place)) },
          body: outcome.place,
        };
      case 'held':
        throw lockHeld(outcome);
    }
  },
  ({ body }) => placesOfClaim(body),
);
