'use client';

import Link from 'next/link';
import { memo } from 'react';
import { incidentHref } from '@/components/frame/navigation';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { Duration, Elapsed, Time } from '@/components/time/time';
import { cn } from '@/components/ui/cn';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { IncidentSort } from '@/lib/incidents/filters';
import type { IncidentWire } from '@/lib/incidents/schemas';
import { isActive } from '@/lib/incidents/vocabulary';
import styles from './board.module.css';
import { IncidentStatusMark, SeverityMark, TopSuspect } from './incident-parts';
import { incidentCategoryLabel } from './words';

/** Columns come and go with the width of the table; what stays is how grave, what, where it stands and since when. */
const from = {
  xl: '@max-xl:hidden',
  '3xl': '@max-3xl:hidden',
  '4xl': '@max-4xl:hidden',
  '5xl': '@max-5xl:hidden',
  '7xl': '@max-7xl:hidden',
};

interface IncidentTableProps {
  incidents: readonly IncidentWire[];
  sort: IncidentSort;
  onSort: (sort: IncidentSort) => void;
  current: number | null;
  fresh: ReadonlySet<number>;
}

/** Incidents, a row each. */
export function IncidentTable({ incidents, sort, onSort, current, fresh }: IncidentTableProps) {
  const started = sort === '-startedAt' ? 'descending' : sort === 'startedAt' ? 'ascending' : (null as null);
  return (
    <Table label="Incidents">
      <thead>
        <tr>
          <Th
            sort={{
              direction: sort === 'severity' ? 'ascending' : null,
              onSort: () => onSort(sort === 'severity' ? '-startedAt' : 'severity'),
            }}
          >
            <span className="@max-3xl:sr-only">Severity</span>
            <span aria-hidden className="@3xl:hidden">
              Sev.
            </span>
          </Th>
          <Th className="w-full @3xl:min-w-72">Incident</Th>
          <Th className={from['3xl']}>Status</Th>
          <Th className={from['3xl']}>Where</Th>
          <Th className={from['7xl']}>Category</Th>
          <Th className={from['4xl']} align="end">
            Signals
          </Th>
          <Th className={from['5xl']}>Assignee</Th>
          <Th className={cn('min-w-40', from['5xl'])}>Suspect or cause</Th>
          <Th
            className={cn('@max-7xl:pr-panel', from.xl)}
            align="end"
            sort={{
              direction: started,
              onSort: () => onSort(sort === '-startedAt' ? 'startedAt' : '-startedAt'),
            }}
          >
            Started
          </Th>
          <Th className={from['7xl']} align="end">
            Lasted
          </Th>
          <Th
            className={from['7xl']}
            align="end"
            sort={{
              direction: sort === '-updatedAt' ? 'descending' : null,
              onSort: () => onSort(sort === '-updatedAt' ? '-startedAt' : '-updatedAt'),
            }}
          >
            Changed
          </Th>
        </tr>
      </thead>
      <tbody>
        {incidents.map((incident) => (
          <Row
            key={incident.number}
            incident={incident}
            current={incident.number === current}
            fresh={fresh.has(incident.number)}
          />
        ))}
      </tbody>
    </Table>
  );
}

const Row = memo(function Row(props: { incident: IncidentWire; current: boolean; fresh: boolean }) {
  const { incident, current, fresh } = props;
  const { number, title, service, environment, status, startedAt, endedAt, topSuspect } = incident;
  return (
    <Tr selected={current} className={cn('relative', fresh && styles.fresh)} data-row={number}>
      <Td>
        <SeverityMark severity={incident.severity} />
      </Td>
      <Td className="max-w-0 @3xl:min-w-72">
        <Link
          href={incidentHref(number)}
          prefetch={false}
          className="block truncate font-medium after:absolute after:inset-0 print:whitespace-normal"
          title={title}
        >
          <span className="nums mr-2 font-normal text-fg-muted @max-3xl:hidden">#{number}</span>
          {title}
        </Link>
        <span className="mt-0.5 mb-1 hidden min-w-0 items-center gap-2 text-xs text-fg-muted @max-3xl:flex">
          <IncidentStatusMark status={status} />
          <span className="nums shrink-0">#{number}</span>
          <span className="min-w-0 truncate">{service}</span>
          {environment && (
            <EnvironmentTag name={environment} plain className="shrink-0 text-xs @max-xl:hidden" />
          )}
          <span className="ml-auto shrink-0 text-fg-subtle @xl:hidden">
            <Time value={startedAt} focusable={false} />
          </span>
        </span>
      </Td>
      <Td className={from['3xl']}>
        <IncidentStatusMark status={status} />
      </Td>
      <Td className={from['3xl']}>
        <span className="flex max-w-48 items-center gap-2">
          <span className="min-w-0 truncate">{service}</span>
          {environment && (
            <EnvironmentTag name={environment} plain className="shrink-0 text-xs text-fg-muted" />
          )}
        </span>
      </Td>
      <Td className={cn('text-fg-muted', from['7xl'])}>{incidentCategoryLabel[incident.category]}</Td>
      <Td align="end" className={from['4xl']}>
        {incident.signalCount.toLocaleString('en-GB')}
      </Td>
      <Td className={from['5xl']}>
        <span className="block max-w-32 truncate">
          {incident.assignee || <span className="text-fg-subtle">–</span>}
        </span>
      </Td>
      <Td className={cn('max-w-0 min-w-40 text-xs text-fg-muted', from['5xl'])}>
        {topSuspect ? <TopSuspect suspect={topSuspect} /> : <span className="text-fg-subtle">–</span>}
      </Td>
      <Td align="end" className={cn('text-fg-muted @max-7xl:pr-panel', from.xl)}>
        <Time value={startedAt} focusable={false} />
      </Td>
      <Td align="end" className={cn('text-fg-muted', from['7xl'])}>
        {endedAt && !isActive(status) ? (
          <Duration millis={Math.max(0, Date.parse(endedAt) - Date.parse(startedAt))} />
        ) : (
          <Elapsed since={startedAt} />
        )}
      </Td>
      <Td align="end" className={cn('text-fg-muted', from['7xl'])}>
        <Time value={incident.updatedAt} focusable={false} />
      </Td>
    </Tr>
  );
});
