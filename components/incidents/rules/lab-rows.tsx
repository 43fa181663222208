'use client';

import { Download } from 'lucide-react';
import Link from 'next/link';
import { incidentHref } from '@/components/frame/navigation';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { counted } from '@/components/incidents/board/words';
import { Duration, Time } from '@/components/time/time';
import { Button } from '@/components/ui/button';
import { download } from '@/components/ui/download';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { toCsv } from '@/lib/csv';
import type { ReplayWire } from '@/lib/incidents/rule-schemas';
import type { Outcome } from './rule-lab';

const outcomeWord: Record<Outcome, string> = {
  same: 'Same',
  new: 'New',
  merged: 'Merged',
  missed: 'Missed',
};
const outcomePhase: Record<Outcome, string> = {
  same: 'succeeded',
  new: 'running',
  merged: 'planned',
  missed: 'attention',
};

interface Row {
  key: string;
  outcome: Outcome;
  service: string;
  environment: string | null;
  says: string;
  startedAt: string;
  lastedMs: number | null;
  signals: number;
  numbers: readonly number[];
}

/** What it would have opened and missed, newest first. */
export function LabRows(props: { data: ReplayWire; shown: Outcome | null; onShowAll: () => void }) {
  const { data, shown, onShowAll } = props;
  const all = rowsOf(data);
  const rows = shown === null ? all : all.filter(({ outcome }) => outcome === shown);
  return (
    <section aria-label="Incidents of the replay">
      <header className="flex min-h-11 flex-wrap items-center gap-2 border-b border-line px-panel py-2">
        <h3 className="flex-1 font-semibold">
          {shown === null ? 'What it would have opened and missed' : `${outcomeWord[shown]} only`}
        </h3>
        {shown !== null && (
          <Button size="sm" variant="ghost" onClick={onShowAll}>
            Show all
          </Button>
        )}
        <Button
          size="sm"
          variant="ghost"
          icon={<Download size={13} aria-hidden />}
          onClick={() => download('rule-replay.csv', csvOf(rows))}
        >
          CSV
        </Button>
      </header>
      <div className="max-h-[34rem] overflow-y-auto">
        <Table label="Incidents of the replay">
          <thead>
            <tr>
              <Th>Outcome</Th>
              <Th>Started</Th>
              <Th>Service</Th>
              <Th>Says</Th>
              <Th align="end">Signals</Th>
              <Th align="end">Lasts</Th>
              <Th>Really</Th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Tr key={row.key}>
                <Td>
                  <span
                    data-phase={outcomePhase[row.outcome]}
                    className="inline-flex items-center gap-1.5 text-phase-fg"
                  >
                    <span aria-hidden className="size-2 rounded-xs bg-phase-solid" />
                    {outcomeWord[row.outcome]}
                  </span>
                </Td>
                <Td>
                  <Time value={row.startedAt} show="minute" className="nums" />
                </Td>
                <Td>
                  <span className="flex items-center gap-2">
                    {row.service}
                    {row.environment && <EnvironmentTag name={row.environment} />}
                  </span>
                </Td>
                <Td className="max-w-64 truncate text-fg-muted" title={row.says}>
                  {row.says}
                </Td>
                <Td align="end">{row.signals.toLocaleString('en-GB')}</Td>
                <Td align="end">
                  {row.lastedMs === null ? (
                    <span className="text-fg-subtle">–</span>
                  ) : (
                    <Duration millis={row.lastedMs} />
                  )}
                </Td>
                <Td>
                  {row.numbers.length === 0 ? (
                    <span className="text-fg-subtle">nothing</span>
                  ) : (
                    <span className="flex gap-2">
                      {row.numbers.slice(0, 4).map((number) => (
                        <Link
                          key={number}
                          href={incidentHref(number)}
                          prefetch={false}
                          className="nums rounded-xs text-accent-fg hover:underline"
                        >
                          #{number}
                        </Link>
                      ))}
                      {row.numbers.length > 4 && (
                        <span className="text-fg-subtle">and {row.numbers.length - 4} more</span>
                      )}
                    </span>
                  )}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </div>
      {(data.incidents.length >= 500 || data.missed.length >= 500) && (
        <p className="border-t border-line px-panel py-2 text-xs text-fg-subtle">
          Only the newest {counted(500, 'row')} of each sort are listed; the counts above are of all.
        </p>
      )}
    </section>
  );
}

function rowsOf({ incidents, missed }: ReplayWire): Row[] {
  return [
    ...incidents.map(
      (one, index): Row => ({
        key: `would ${index}`,
        outcome: one.outcome,
        service: one.service,
        environment: one.environment,
        says: one.template,
        startedAt: one.startedAt,
        lastedMs: Date.parse(one.lastSignalAt) - Date.parse(one.startedAt),
        signals: one.signals,
        numbers: one.numbers,
      }),
    ),
    ...missed.map(
      (one): Row => ({
        key: `missed ${one.number}`,
        outcome: 'missed',
        service: one.service,
        environment: one.environment,
        says: one.title,
        startedAt: one.startedAt,
        lastedMs: null,
        signals: one.signals,
        numbers: [one.number],
      }),
    ),
  ].sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1));
}

function csvOf(rows: readonly Row[]): string {
  return toCsv([
    ['outcome', 'startedAt', 'service', 'environment', 'says', 'signals', 'lastsMs', 'incidents'],
    ...rows.map((row) => [
      row.outcome,
      row.startedAt,
      row.service,
      row.environment ?? '',
      row.says,
      row.signals,
      row.lastedMs ?? '',
      row.numbers.map((number) => `#${number}`).join(' '),
    ]),
  ]);
}
