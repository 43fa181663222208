import type { Params } from '@/lib/db/params';
import { nameKey } from '@/lib/names';
import type { CatalogFilters } from './filters';
import { entryJoin, ownerColumn, ownerJoin } from './row';

/** What the values of each facet are, over {@link catalogFrom}. */
export const facetColumns = {
  type: 'c.type',
  language: 'c.language',
  platform: 'c.platform',
  slaLevel: `c.sla->>'level'`,
  lifecycle: `nullif(c.lifecycle, '')`,
  owner: `nullif(${ownerColumn}, '')`,
} as const;

/** Services with their entries; with the owner that recent events name only where it is asked for, as it costs most. */
export const catalogFrom = (withOwner: boolean) => `service s ${entryJoin} ${withOwner ? ownerJoin : ''}`;

const escaped = (word: string) => `%${word.replaceAll(/[\\%_]/g, '\\$&')}%`;

/** The conditions of the filters, keyed by name, over {@link catalogFrom}. Needs the owner when it filters by owner or words. */
export function catalogConditions(filters: CatalogFilters, params: Params): Map<string, string> {
  const conditions = new Map<string, string>();
  if (filters.name?.length)
    conditions.set('name', `s.name_key = ANY (${params.add(filters.name.map(nameKey))})`);
  for (const name of ['type', 'language', 'platform', 'slaLevel', 'lifecycle', 'owner'] as const) {
    const values = filters[name];
    if (values?.length) conditions.set(name, `${facetColumns[name]} = ANY (${params.add(values)}::text[])`);
  }
  conditions.set('gone', filters.gone ? 'c.gone_at IS NOT NULL' : 'c.gone_at IS NULL');
  if (filters.discovered !== undefined)
    conditions.set('discovered', `(c.completed_at IS NULL) = ${filters.discovered}`);
  const words = (filters.q ?? '').normalize('NFC').split(/\s+/u).filter(Boolean);
  if (words.length > 0) {
    const text = `s.name || ' ' || coalesce(c.description, '') || ' ' || ${ownerColumn} || ' ' || coalesce(c.repository, '')`;
    conditions.set('q', words.map((word) => `(${text}) ILIKE ${params.add(escaped(word))}`).join(' AND '));
  }
  return conditions;
}

/** Whether the conditions of these filters look at the owner. */
export const needsOwner = ({ owner, q }: CatalogFilters) => Boolean(owner?.length || q?.trim());
