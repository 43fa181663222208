'use client';

import { Download } from 'lucide-react';
import { PanelLink } from '@/components/charts/panel-link';
import { Sparkline } from '@/components/charts/sparkline';
import { useUrlParam } from '@/components/frame/use-url-state';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { formatDuration } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import { download } from '@/components/ui/download';
import { Panel } from '@/components/ui/panel';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { DurationStatsWire } from '@/lib/durations/schemas';
import { statsCsv } from '@/lib/durations/to-csv';
import type { DurationGroup, LinkKind } from '@/lib/durations/vocabulary';
import type { DurationsState } from './durations-url';
import { groupingLabel, groupName, linkMeaning } from './words';

/** As people ask: first what sort of waiting it is. */
const order: readonly DurationGroup[] = ['linkKind', 'service', 'environment', 'team'];

type Group = DurationStatsWire['groups'][number];

const opens =
  'rounded-xs underline decoration-line-strong underline-offset-3 hover:text-accent-fg hover:decoration-current';

/** The figures apart, slowest first; each opens its links. */
export function DurationGroups({ data, state }: { data: DurationStatsWire; state: DurationsState }) {
  const [, setBy] = useUrlParam<DurationGroup>('by', 'linkKind');
  const { by } = state;
  return (
    <Panel
      title={`By ${groupingLabel[by].toLowerCase()}`}
      description="Slowest first; numbers open their links"
      padded={false}
      actions={
        <div className="flex max-w-full min-w-0 items-center gap-2 max-sm:w-full" data-print="hide">
          <SegmentedControl
            label="Group by"
            className="max-sm:flex-1 max-sm:*:flex-auto max-sm:*:px-1"
            value={by}
            onChange={(next) => setBy(next, 'replace')}
            options={order.map((value) => ({ value, label: groupingLabel[value] }))}
          />
          <Button
            size="sm"
            variant="ghost"
            aria-label="Download CSV"
            icon={<Download size={13} aria-hidden />}
            onClick={() => download(`durations-by-${by}.csv`, statsCsv(data))}
          />
        </div>
      }
    >
      <Table label={`Durations by ${groupingLabel[by].toLowerCase()}`}>
        <thead>
          <tr>
            <Th>{groupingLabel[by]}</Th>
            <Th align="end">Links</Th>
            <Th align="end">p50</Th>
            <Th align="end">p90</Th>
            <Th align="end">Longest</Th>
            <Th className="max-sm:hidden">p50 over time</Th>
          </tr>
        </thead>
        <tbody>
          {data.groups.map((group) => (
            <GroupRow
              key={group.value ?? ''}
              group={group}
              by={by}
              selected={state.links !== null && state.links === group.value}
            />
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}

function GroupRow({ group, by, selected }: { group: Group; by: DurationGroup; selected: boolean }) {
  const { value, count, p50, p90, max, bins } = group;
  const name = groupName(by, value);
  // What has no environment or team cannot be asked for by a filter.
  const link = (text: string) =>
    value === null ? (
      text
    ) : (
      <PanelLink changes={{ links: value }} className={opens}>
        {text}
      </PanelLink>
    );
  const time = (ms: number | null) => (ms === null ? '–' : link(formatDuration(ms)));
  return (
    <Tr selected={selected}>
      <Td>
        {value === null ? (
          <span className="text-fg-subtle">{name}</span>
        ) : by === 'environment' ? (
          <EnvironmentTag name={value} />
        ) : (
          <span
            className="font-medium"
            data-tip={by === 'linkKind' ? linkMeaning[value as LinkKind] : undefined}
          >
            {name}
          </span>
        )}
      </Td>
      <Td align="end">{link(count.toLocaleString('en-GB'))}</Td>
      <Td align="end">{time(p50)}</Td>
      <Td align="end" className="font-medium">
        {time(p90)}
      </Td>
      <Td align="end" className="text-fg-muted">
        {time(max)}
      </Td>
      <Td className="max-sm:hidden">
        <Sparkline values={bins.map((bin) => bin.p50)} className="block h-5 w-20 text-accent" />
      </Td>
    </Tr>
  );
}
