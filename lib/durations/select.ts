import { idsOf, serviceIdsOf } from '@/lib/catalog/named-ids';
import { windowOfDays } from '@/lib/events/bounded-window';
import type { LinkListQuery } from './filters';
import type { LinkSelection } from './links-sql';

/** The links that a question is about: those of the last 30 days when the window is left open. Throws `invalid` for a window that cannot be. */
export async function selectionOf(
  query: Pick<LinkListQuery, 'service' | 'team' | 'environment' | 'from' | 'to'> &
    Partial<Pick<LinkListQuery, 'linkKind'>>,
  now: number,
): Promise<LinkSelection> {
  const { from, to } = windowOfDays(query, { usualDays: 30, mostDays: 400 }, now);
  const [serviceIds, environmentIds] = await Promise.all([
    serviceIdsOf(query),
    query.environment?.length ? idsOf('environment', query.environment) : null,
  ]);
  return { serviceIds, environmentIds, kinds: query.linkKind ?? null, from, to };
}
