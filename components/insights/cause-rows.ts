import type { SuspectFiguresWire } from '@/lib/incidents/insight-operations';

/** Which of the rows behind the figures of causes are shown. Pure. */

type Row = SuspectFiguresWire['incidents'][number];

export const ranks = ['first', 'three', 'unranked'] as const;
export type RankFilter = (typeof ranks)[number];

export interface CauseFilter {
  rank: RankFilter | null;
  /** Service and kind of the cause. */
  cause: { service: string; kind: string } | null;
}

/** A service and a kind as one value of the address. The kind comes first: it holds no slash. */
export const causeText = ({ service, kind }: { service: string; kind: string }) => `${kind}/${service}`;

export function readCauseFilter(search: URLSearchParams): CauseFilter {
  const cause = search.get('cause') ?? '';
  const slash = cause.indexOf('/');
  return {
    rank: ranks.find((one) => one === search.get('rank')) ?? null,
    cause: slash > 0 ? { kind: cause.slice(0, slash), service: cause.slice(slash + 1) } : null,
  };
}

/** The rows that count for a figure: of an incident with several causes the one that was ranked best, as the figures count. */
export function causeRows(rows: readonly Row[], { rank, cause }: CauseFilter): Row[] {
  const passes = (row: Row) =>
    (cause === null || (row.service === cause.service && row.kind === cause.kind)) &&
    (rank === null ||
      (rank === 'first' && row.rank === 1) ||
      (rank === 'three' && row.rank !== null && row.rank <= 3) ||
      (rank === 'unranked' && row.rank === null));
  return rows.filter(passes);
}

/** How an incident’s cause was placed, in words. */
export function placeInWords(rank: number | null): string {
  if (rank === null) return 'not ranked';
  const last = rank % 100 >= 11 && rank % 100 <= 13 ? 0 : rank % 10;
  return `${rank}${['th', 'st', 'nd', 'rd'][last] ?? 'th'}`;
}
