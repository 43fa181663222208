'use client';

import { Download } from 'lucide-react';
import Link from 'next/link';
import { eventHref, incidentHref } from '@/components/frame/navigation';
import { useUrlState } from '@/components/frame/use-url-state';
import { KindGlyph } from '@/components/glyphs/kind-glyph';
import { kindLabel } from '@/components/glyphs/kinds';
import { Time } from '@/components/time/time';
import { Button } from '@/components/ui/button';
import { download } from '@/components/ui/download';
import { Panel } from '@/components/ui/panel';
import { toCsv } from '@/lib/csv';
import type { SuspectFiguresWire } from '@/lib/incidents/insight-operations';
import { type CauseFilter, causeRows, placeInWords, type RankFilter } from './cause-rows';

/** Where the rows behind a figure stand on the page. */
export const rowsId = 'confirmed';

const rankLabel: Record<RankFilter, string> = {
  first: 'ranked first',
  three: 'ranked within three',
  unranked: 'not ranked',
};

/** The incidents whose cause was confirmed, as far as the filter leaves them. */
export function ConfirmedCauses({ data, filter }: { data: SuspectFiguresWire; filter: CauseFilter }) {
  const { setUrl } = useUrlState();
  const rows = causeRows(data.incidents, filter);
  const narrowed = [
    filter.cause &&
      `${kindLabel[filter.cause.kind as keyof typeof kindLabel] ?? filter.cause.kind} of ${filter.cause.service}`,
    filter.rank && rankLabel[filter.rank],
  ].filter(Boolean);
  return (
    <Panel
      title={<span id={rowsId}>The incidents behind it</span>}
      description={
        narrowed.length > 0 ? narrowed.join(', ') : 'With the change that was confirmed, newest first'
      }
      padded={false}
      actions={
        <div className="flex gap-1" data-print="hide">
          {narrowed.length > 0 && (
            <Button size="sm" variant="ghost" onClick={() => setUrl({ rank: null, cause: null })}>
              Show all
            </Button>
          )}
          <Button
            size="sm"
            variant="ghost"
            icon={<Download size={13} aria-hidden />}
            onClick={() =>
              download(
                'confirmed-causes.csv',
                toCsv([
                  ['incident', 'title', 'cause', 'service', 'kind', 'rank', 'confirmedAt'],
                  ...rows.map((row) => [
                    row.number,
                    row.title,
                    row.eventTitle,
                    row.service,
                    row.kind,
                    row.rank ?? '',
                    row.at,
                  ]),
                ]),
              )
            }
          >
            CSV
          </Button>
        </div>
      }
    >
      {rows.length === 0 ? (
        <p className="p-panel text-fg-muted">None of the incidents in this window.</p>
      ) : (
        <ul>
          {rows.map((row) => (
            <li
              key={`${row.number} ${row.eventId}`}
              className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 border-b border-line px-panel py-2 last:border-b-0 hover:bg-surface-2"
            >
              <Link
                href={incidentHref(row.number)}
                prefetch={false}
                className="flex min-w-0 gap-2 rounded-xs font-medium hover:underline"
              >
                <span className="nums shrink-0 font-normal text-fg-subtle">#{row.number}</span>
                <span className="truncate">{row.title}</span>
              </Link>
              <span
                data-phase={
                  row.rank === 1 ? 'succeeded' : row.rank !== null && row.rank <= 3 ? 'running' : 'attention'
                }
                data-tip="The place of the cause among the suspects when it was confirmed"
                className="nums row-span-2 text-xs font-medium text-phase-fg"
              >
                {placeInWords(row.rank)}
              </span>
              <span className="flex min-w-0 items-center gap-1.5 text-xs text-fg-muted">
                <KindGlyph kind={row.kind} size={12} className="shrink-0" />
                <Link
                  href={eventHref(row.eventId)}
                  prefetch={false}
                  className="min-w-0 truncate rounded-xs hover:text-fg hover:underline"
                >
                  {row.eventTitle}
                </Link>
                <span className="shrink-0 text-fg-subtle">
                  · <Time value={row.at} focusable={false} />
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {data.incidents.length >= 200 && (
        <p className="border-t border-line px-panel py-2 text-xs text-fg-subtle">
          Only the newest 200 are listed.
        </p>
      )}
    </Panel>
  );
}
