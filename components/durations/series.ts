import { everyBin } from '@/components/charts/bins';
import type { DurationStatsWire } from '@/lib/durations/schemas';
import type { Share } from './durations-url';
import { groupName } from './words';

/** A line of the chart: milliseconds, null where nothing ended. */
export interface Series {
  name: string;
  colour: string;
  /** Lines differ by more than their colour. */
  dash?: string;
  values: (number | null)[];
}

/** More lines than these cannot be told apart. */
export const mostLines = 6;

const looks: { colour: string; dash?: string }[] = [
  { colour: 'var(--accent)' },
  { colour: 'var(--planned-solid)', dash: '6 3' },
  { colour: 'var(--attention-solid)', dash: '2 3' },
  { colour: 'var(--running-solid)', dash: '8 3 2 3' },
  { colour: 'var(--succeeded-solid)', dash: '4 2' },
  { colour: 'var(--noted-solid)', dash: '1 2' },
];

/** The slowest groups over time; a group alone with both of its percentiles. Pure. */
export function seriesOf(data: DurationStatsWire, share: Share): { ats: string[]; series: Series[] } {
  const all = data.groups.flatMap(({ bins }) => bins).sort((a, b) => (a.at < b.at ? -1 : 1));
  const ats = everyBin(data, all.slice(0, 1), (at) => ({ at, count: 0, p50: 0, p90: 0 })).map(({ at }) => at);
  const values = (group: DurationStatsWire['groups'][number], of: Share) => {
    const byStart = new Map(group.bins.map((bin) => [Date.parse(bin.at), bin[of]]));
    return ats.map((at) => byStart.get(Date.parse(at)) ?? null);
  };
  const [only] = data.groups;
  if (only && data.groups.length === 1) {
    return {
      ats,
      series: [
        { name: 'p90', ...look(0), values: values(only, 'p90') },
        { name: 'p50', ...look(1), values: values(only, 'p50') },
      ],
    };
  }
  return {
    ats,
    series: data.groups.slice(0, mostLines).map((group, index) => ({
      name: groupName(data.groupBy, group.value),
      ...look(index),
      values: values(group, share),
    })),
  };
}

const look = (index: number) => looks[index % looks.length] as (typeof looks)[number];
