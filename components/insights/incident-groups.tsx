'use client';

import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { useUrlParam } from '@/components/frame/use-url-state';
import { PriorityBadge } from '@/components/glyphs/badges';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { incidentCategoryLabel, severityWord } from '@/components/incidents/board/words';
import { formatDuration } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import { download } from '@/components/ui/download';
import { Panel } from '@/components/ui/panel';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { toCsv } from '@/lib/csv';
import type { Priority } from '@/lib/events/vocabulary';
import type { IncidentFiguresWire } from '@/lib/incidents/insight-operations';
import type { IncidentCategory } from '@/lib/incidents/vocabulary';
import { type Grouped, groupings, type InsightsState, rowsHref } from './insights-url';
import { Rows } from './parts';

type Group = IncidentFiguresWire['groups'][number];

const groupingLabel: Record<Grouped, string> = {
  service: 'Service',
  severity: 'Severity',
  category: 'Category',
  environment: 'Environment',
};

/** The same figures apart, by service, severity, category or environment. */
export function IncidentGroups({ data, state }: { data: IncidentFiguresWire; state: InsightsState }) {
  const [, setBy] = useUrlParam<Grouped>('by', 'service');
  const { by } = state;
  const most = Math.max(1, ...data.groups.map(({ incidents }) => incidents));
  return (
    <Panel
      title={`By ${groupingLabel[by].toLowerCase()}`}
      description="Every number opens the incidents behind it"
      padded={false}
      actions={
        <div className="flex max-w-full min-w-0 items-center gap-2 max-sm:w-full" data-print="hide">
          <SegmentedControl
            label="Group by"
            className="max-sm:flex-1 max-sm:text-xs max-sm:*:flex-auto max-sm:*:px-1"
            value={by}
            onChange={(next) => setBy(next, 'replace')}
            options={groupings.map((value) => ({ value, label: groupingLabel[value] }))}
          />
          <Button
            size="sm"
            variant="ghost"
            aria-label="Download CSV"
            icon={<Download size={13} aria-hidden />}
            onClick={() => download(`incidents-by-${by}.csv`, csvOf(data.groups, by))}
          >
            <span className="max-sm:sr-only">CSV</span>
          </Button>
        </div>
      }
    >
      <Table label={`Figures by ${groupingLabel[by].toLowerCase()}`}>
        <thead>
          <tr>
            <Th>{groupingLabel[by]}</Th>
            <Th align="end">Incidents</Th>
            <Th align="end">Active</Th>
            <Th align="end">MTTA</Th>
            <Th align="end">median</Th>
            <Th align="end">p90</Th>
            <Th align="end">MTTR</Th>
            <Th align="end">median</Th>
            <Th align="end">p90</Th>
            <Th align="end">Reopened</Th>
          </tr>
        </thead>
        <tbody>
          {ordered(data.groups, by).map((group) => (
            <GroupRow key={group.value} group={group} state={state} most={most} />
          ))}
        </tbody>
      </Table>
    </Panel>
  );
}

/** Severities keep their own order; all else comes with the most first, as the API answers. */
function ordered(groups: readonly Group[], by: Grouped): readonly Group[] {
  if (by !== 'severity') return groups;
  return groups.toSorted((a, b) =>
    a.value === 'none' ? 1 : b.value === 'none' ? -1 : a.value < b.value ? -1 : 1,
  );
}

function GroupRow({ group, state, most }: { group: Group; state: InsightsState; most: number }) {
  const { value, incidents, active, acknowledge, resolve, reopened } = group;
  // What has no severity or environment cannot be asked for by a filter.
  const nobody = value === 'none' && (state.by === 'severity' || state.by === 'environment');
  const all = nobody ? null : rowsHref(state, { [state.by]: value });
  const ended = all && `${all}&status=resolved&status=closed`;
  const link = (ms: number | null, href: string | null) =>
    ms === null ? <span className="text-fg-subtle">–</span> : <Rows href={href}>{formatDuration(ms)}</Rows>;
  return (
    <Tr>
      <Td>{nobody ? <span className="text-fg-subtle">none</span> : shown(state.by, value)}</Td>
      <Td align="end">
        <span className="flex items-center justify-end gap-2">
          <span aria-hidden className="h-2 w-16 max-sm:hidden">
            <span
              className="ml-auto block h-full rounded-xs bg-accent"
              style={{ width: `${Math.max(3, (incidents / most) * 100)}%` }}
            />
          </span>
          <Rows href={all}>{incidents.toLocaleString('en-GB')}</Rows>
        </span>
      </Td>
      <Td align="end">
        {active === 0 ? (
          <span className="text-fg-subtle">0</span>
        ) : (
          <Rows href={all && `${all}&status=open&status=investigating`}>{active}</Rows>
        )}
      </Td>
      <Td align="end" className="font-medium">
        {link(acknowledge.meanMs, all)}
      </Td>
      <Td align="end" className="text-fg-muted">
        {link(acknowledge.medianMs, all)}
      </Td>
      <Td align="end" className="text-fg-muted">
        {link(acknowledge.p90Ms, all)}
      </Td>
      <Td align="end" className="font-medium">
        {link(resolve.meanMs, ended)}
      </Td>
      <Td align="end" className="text-fg-muted">
        {link(resolve.medianMs, ended)}
      </Td>
      <Td align="end" className="text-fg-muted">
        {link(resolve.p90Ms, ended)}
      </Td>
      <Td align="end">
        {reopened === 0 ? <span className="text-fg-subtle">0</span> : <Rows href={all}>{reopened}</Rows>}
      </Td>
    </Tr>
  );
}

function shown(by: Grouped, value: string): ReactNode {
  switch (by) {
    case 'severity':
      return (
        <span className="flex items-center gap-2">
          <PriorityBadge priority={value as Priority} />
          {severityWord[value as Priority]}
        </span>
      );
    case 'environment':
      return <EnvironmentTag name={value} />;
    case 'category':
      return incidentCategoryLabel[value as IncidentCategory] ?? value;
    case 'service':
      return <span className="font-medium">{value}</span>;
  }
}

function csvOf(groups: readonly Group[], by: Grouped): string {
  const ms = (value: number | null) => (value === null ? '' : Math.round(value));
  return toCsv([
    [
      by,
      'incidents',
      'active',
      'mttaMs',
      'acknowledgeMedianMs',
      'acknowledgeP90Ms',
      'mttrMs',
      'resolveMedianMs',
      'resolveP90Ms',
      'reopened',
    ],
    ...groups.map(({ value, incidents, active, acknowledge, resolve, reopened }) => [
      value,
      incidents,
      active,
      ms(acknowledge.meanMs),
      ms(acknowledge.medianMs),
      ms(acknowledge.p90Ms),
      ms(resolve.meanMs),
      ms(resolve.medianMs),
      ms(resolve.p90Ms),
      reopened,
    ]),
  ]);
}
