import { pool } from '@/lib/db/pool';
import { idsOf, serviceIdsOf } from '@/lib/deployments/where';
import { invalid } from '@/lib/errors';
import { windowOf } from '@/lib/events/where';
import type { Selection } from './deliveries-sql';
import type { DeliveryQuery } from './filters';
import type { DeliveryRule } from './schemas';

const day = 24 * 3_600_000;
/** Longest window. */
const mostDays = 400;

/** The deployments that a question is about: the last 90 days when the window is left open. Throws `invalid` for a window that cannot be. */
export async function selectionOf(
  query: Pick<DeliveryQuery, 'service' | 'team' | 'environment' | 'from' | 'to'>,
  rule: DeliveryRule,
  now: number,
): Promise<Selection> {
  const named = windowOf(query, now);
  const to = named.to ?? now;
  const from = named.from ?? to - 90 * day;
  if (from >= to) throw invalid([{ in: 'query', path: ['to'], detail: 'must be after `from`' }]);
  if (to - from > mostDays * day)
    throw invalid([{ in: 'query', path: ['from'], detail: `is more than ${mostDays} days before the end` }]);
  const [serviceIds, environmentIds] = await Promise.all([
    serviceIdsOf(query),
    query.environment?.length ? idsOf('environment', query.environment) : ofTiers(rule),
  ]);
  return { serviceIds, environmentIds, from, to };
}

async function ofTiers({ tiers }: DeliveryRule): Promise<number[]> {
  const { rows } = await pool().query<{ id: number }>(
    'SELECT id FROM environment WHERE tier = ANY ($1::environment_tier[])',
    [tiers],
  );
  return rows.map(({ id }) => id);
}
