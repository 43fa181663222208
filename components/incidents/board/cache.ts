import type { InfiniteData } from '@tanstack/react-query';
import type { IncidentPageWire } from '@/lib/incidents/operations';
import type { IncidentWire } from '@/lib/incidents/schemas';

/** How the columns of the board are changed in place, before and until they are read anew. Pure. */

export type IncidentPages = InfiniteData<IncidentPageWire, string | null>;

const severityRank = ({ severity }: IncidentWire) => severity ?? 'P9';

/** The order of each sort that a column has, as the API lists it. */
const orders: Record<string, (a: IncidentWire, b: IncidentWire) => number> = {
  severity: (a, b) =>
    severityRank(a).localeCompare(severityRank(b)) ||
    b.startedAt.localeCompare(a.startedAt) ||
    b.number - a.number,
  '-updatedAt': (a, b) => b.updatedAt.localeCompare(a.updatedAt) || b.number - a.number,
};

export const itemsOf = (data: { pages: readonly IncidentPageWire[] } | undefined): IncidentWire[] =>
  data?.pages.flatMap((page) => page.items) ?? [];

const has = (data: IncidentPages, number: number) =>
  data.pages.some((page) => page.items.some((item) => item.number === number));

const withItems = (
  data: IncidentPages,
  change: (items: IncidentWire[], page: number) => IncidentWire[],
  by = 0,
): IncidentPages => ({
  ...data,
  pages: data.pages.map((page, index) => ({
    ...page,
    items: change(page.items, index),
    ...(page.total ? { total: { ...page.total, count: Math.max(0, page.total.count + by) } } : {}),
  })),
});

/** The column without the card. */
export function without(data: IncidentPages, number: number): IncidentPages {
  if (!has(data, number)) return data;
  return withItems(data, (items) => items.filter((item) => item.number !== number), -1);
}

/** The column with the card: in its place when it is there, else where the sort puts it, on the pages that were read. */
export function withCard(data: IncidentPages, incident: IncidentWire, sort: string): IncidentPages {
  if (has(data, incident.number)) {
    return withItems(data, (items) =>
      items.map((item) =>
        item.number === incident.number
          ? { ...incident, activity: incident.activity ?? item.activity }
          : item,
      ),
    );
  }
  const order = orders[sort] ?? orders.severity;
  const last = data.pages.length - 1;
  const index = data.pages.findIndex(({ items }) => {
    const end = items.at(-1);
    return end !== undefined && (order?.(incident, end) ?? 0) < 0;
  });
  const target = index < 0 ? last : index;
  return withItems(data, (items, page) => (page === target ? [...items, incident].sort(order) : items), 1);
}
