import { idsOf, serviceIdsOf } from '@/lib/deployments/where';
import { invalid } from '@/lib/errors';
import { windowOf } from '@/lib/events/where';
import type { LinkListQuery } from './filters';
import type { LinkSelection } from './links-sql';

const day = 24 * 3_600_000;
/** Longest window. */
const mostDays = 400;

/** The links that a question is about: those of the last 30 days when the window is left open. Throws `invalid` for a window that cannot be. */
export async function selectionOf(
  query: Pick<LinkListQuery, 'service' | 'team' | 'environment' | 'from' | 'to'> &
    Partial<Pick<LinkListQuery, 'linkKind'>>,
  now: number,
): Promise<LinkSelection> {
  const named = windowOf(query, now);
  const to = named.to ?? now;
  const from = named.from ?? to - 30 * day;
  if (from >= to) throw invalid([{ in: 'query', path: ['to'], detail: 'must be after `from`' }]);
  if (to - from > mostDays * day)
    throw invalid([{ in: 'query', path: ['from'], detail: `is more than ${mostDays} days before the end` }]);
  const [serviceIds, environmentIds] = await Promise.all([
    serviceIdsOf(query),
    query.environment?.length ? idsOf('environment', query.environment) : null,
  ]);
  return { serviceIds, environmentIds, kinds: query.linkKind ?? null, from, to };
}
