import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { invalid } from '@/lib/errors';
import { binStart, cutBins } from '@/lib/events/bin-width';
import type { HistogramWire } from '@/lib/events/timeline-operations';
import type { Phase } from '@/lib/events/vocabulary';
import { windowOf } from '@/lib/events/where';
import type { DeploymentHistogramQuery } from './filters';
import { listDeployments } from './list-deployments';
import { deploymentBranches } from './where';

const defaultReachMs = 30 * 24 * 3_600_000;
/** Most pages that are read to count one kind of change. */
const mostPages = 20;

/**
 * Counts the deployments that began within the window (the last 30 days when left open), in bins of a round width and by phase. Bins
 * without any are left out. Throws `invalid` for a window that ends before it begins.
 */
export async function deploymentHistogram(
  query: DeploymentHistogramQuery,
  now = Date.now(),
): Promise<HistogramWire> {
  const named = windowOf(query, now);
  const to = named.to ?? now;
  const from = named.from ?? to - defaultReachMs;
  if (from >= to) throw invalid([{ in: 'query', path: ['to'], detail: 'must be after `from`' }]);
  const bins = cutBins(from, to, query.bins);
  const counts = query.change?.length
    ? await countOneByOne(query, from, to, now, (at) => binStart(at, bins))
    : await countInBins(query, from, to, bins);
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    binMs: bins.width,
    bins: [...counts]
      .sort(([a], [b]) => a - b)
      .map(([at, byPhase]) => ({ at: new Date(at).toISOString(), counts: Object.fromEntries(byPhase) })),
  };
}

type Counts = Map<number, Map<Phase, number>>;

function add(counts: Counts, bin: number, phase: Phase, n: number): void {
  const byPhase = counts.get(bin) ?? new Map<Phase, number>();
  byPhase.set(phase, (byPhase.get(phase) ?? 0) + n);
  counts.set(bin, byPhase);
}

async function countInBins(
  query: DeploymentHistogramQuery,
  from: number,
  to: number,
  { width, origin }: { width: number; origin: number },
): Promise<Counts> {
  const params = new Params();
  const alternatives = await deploymentBranches(query, params);
  const within = `e.at >= ${params.add(new Date(from))} AND e.at < ${params.add(new Date(to))}`;
  const bin = `date_bin(make_interval(secs => ${params.add(width / 1000)}), e.at, ${params.add(new Date(origin))}::timestamptz)`;
  const branches = alternatives.map(
    (conditions) =>
      `SELECT ${bin} AS bin, e.phase FROM event e WHERE ${[within, ...conditions].join(' AND ')}`,
  );
  const { rows } = await pool().query<{ bin: Date; phase: Phase; n: number }>(
    `SELECT bin, phase, count(*) AS n FROM (${branches.join(' UNION ALL ')}) b GROUP BY 1, 2`,
    params.values,
  );
  const counts: Counts = new Map();
  for (const row of rows) add(counts, row.bin.getTime(), row.phase, row.n);
  return counts;
}

/** The kind of a change is known only by looking at what was there before. */
async function countOneByOne(
  query: DeploymentHistogramQuery,
  from: number,
  to: number,
  now: number,
  binOf: (at: number) => number,
): Promise<Counts> {
  const counts: Counts = new Map();
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const { items, nextCursor } = await listDeployments(
      {
        ...query,
        from: new Date(from).toISOString(),
        to: new Date(to).toISOString(),
        limit: 500,
        cursor,
        total: false,
      },
      now,
    );
    for (const { at, phase } of items) {
      const time = Date.parse(at);
      if (time >= from && time < to) add(counts, binOf(time), phase, 1);
    }
    if (nextCursor === null) break;
    cursor = nextCursor;
  }
  return counts;
}
