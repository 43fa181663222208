import { idsOf, serviceIdsOf } from '@/lib/catalog/named-ids';
import { pool } from '@/lib/db/pool';
import { windowOfDays } from '@/lib/events/bounded-window';
import type { Selection } from './deliveries-sql';
import type { DeliveryQuery } from './filters';
import type { DeliveryRule } from './schemas';

/** The deployments that a question is about: the last 90 days when the window is left open. Throws `invalid` for a window that cannot be. */
export async function selectionOf(
  query: Pick<DeliveryQuery, 'service' | 'team' | 'environment' | 'from' | 'to'>,
  rule: DeliveryRule,
  now: number,
): Promise<Selection> {
  const { from, to } = windowOfDays(query, { usualDays: 90, mostDays: 400 }, now);
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
