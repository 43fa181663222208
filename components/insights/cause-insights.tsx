'use client';

import { useQuery } from '@tanstack/react-query';
import { Download, SearchCheck } from 'lucide-react';
import { changedQuery, useUrlState } from '@/components/frame/use-url-state';
import { KindGlyph } from '@/components/glyphs/kind-glyph';
import { kindLabel } from '@/components/glyphs/kinds';
import { counted } from '@/components/incidents/board/words';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { download } from '@/components/ui/download';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { toCsv } from '@/lib/csv';
import type { SuspectFiguresWire } from '@/lib/incidents/insight-operations';
import { suspectFiguresOptions } from '@/lib/incidents/queries';
import { type CauseFilter, causeText, type RankFilter, readCauseFilter } from './cause-rows';
import { ConfirmedCauses, rowsId } from './confirmed-causes';
import { type InsightsState, readInsightsUrl, windowInWords } from './insights-url';
import { Figures, InsightsSkeleton, Rows } from './parts';

/** Fewer confirmed causes than this say little about the ranking. */
const enough = 5;

/** How often the change that did it was ranked first, and which services and kinds of change did it. */
export function CauseInsights() {
  const { query } = useUrlState();
  const state = readInsightsUrl(query);
  const filter = readCauseFilter(query);
  const figures = useQuery(suspectFiguresOptions(state.causes));
  const data = figures.data;
  if (figures.isPending) return <InsightsSkeleton label="Loading figures of causes" />;
  if (!data) {
    return (
      <ErrorState
        title="The figures could not be read"
        text="Nothing is lost: this page only counts what people have said."
        detail={figures.error?.message}
        onRetry={() => figures.refetch()}
        retrying={figures.isFetching}
      />
    );
  }
  if (data.confirmed === 0) {
    return (
      <EmptyState
        icon={<SearchCheck size={22} aria-hidden />}
        title={`Nobody confirmed a cause in ${windowInWords(state)}`}
        text={`On the page of an incident, under “What changed”, say which change did it. This page then tells how often that change was ranked first, and which services and kinds of change do it most.${data.cleared > 0 ? ` ${counted(data.cleared, 'suspect was', 'suspects were')} cleared.` : ''}`}
        example={{
          path: '/api/v2/incidents/1/suspects/EVENT_ID',
          method: 'POST',
          body: { verdict: 'confirmed' },
        }}
      />
    );
  }
  return (
    <div
      className={cn(
        'mx-auto flex w-full max-w-7xl flex-col gap-4 px-4 py-5 sm:px-6',
        figures.isPlaceholderData && 'opacity-70',
      )}
    >
      <Totals data={data} query={query} />
      {data.confirmed < enough && (
        <p
          role="status"
          data-phase="attention"
          className="rounded border border-phase-border bg-phase-bg px-3 py-2 text-phase-fg"
        >
          {counted(data.confirmed, 'confirmed cause')} in this time: too few to judge the ranking by.
        </p>
      )}
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,29rem)_minmax(0,1fr)]">
        <Guilt data={data} state={state} query={query} filter={filter} />
        <ConfirmedCauses data={data} filter={filter} />
      </div>
    </div>
  );
}

/** The address of the rows behind a figure, on this page. */
function rowsOf(
  query: URLSearchParams,
  changes: { rank?: RankFilter | null; cause?: string | null },
): string {
  const next = changedQuery(query, { rank: null, cause: null, ...changes }).toString();
  return `/insights/causes${next ? `?${next}` : ''}#${rowsId}`;
}

/** Small shares with a digit more: one in 236 is not none. */
function share(part: number, all: number): string {
  if (all === 0) return '–';
  const percent = (part / all) * 100;
  return `${percent > 0 && percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`;
}

function Totals({ data, query }: { data: SuspectFiguresWire; query: URLSearchParams }) {
  const { confirmed, first, withinThree, unranked, cleared } = data;
  return (
    <Figures
      figures={[
        {
          label: 'Confirmed causes',
          value: confirmed.toLocaleString('en-GB'),
          note: `incidents; ${counted(cleared, 'suspect was', 'suspects were')} cleared`,
          href: rowsOf(query, {}),
        },
        {
          label: 'Ranked first',
          value: share(first, confirmed),
          note: `${first} of ${confirmed}, when it was confirmed`,
          href: first === 0 ? null : rowsOf(query, { rank: 'first' }),
        },
        {
          label: 'Within three',
          value: share(withinThree, confirmed),
          note: `${withinThree} of ${confirmed}`,
          href: withinThree === 0 ? null : rowsOf(query, { rank: 'three' }),
        },
        {
          label: 'Not ranked',
          value: unranked.toLocaleString('en-GB'),
          note:
            unranked === 0 ? 'every cause was among the suspects' : 'causes that were not among the suspects',
          href: unranked === 0 ? null : rowsOf(query, { rank: 'unranked' }),
        },
      ]}
    />
  );
}

function Guilt(props: {
  data: SuspectFiguresWire;
  state: InsightsState;
  query: URLSearchParams;
  filter: CauseFilter;
}) {
  const { data, state, query, filter } = props;
  return (
    <Panel
      title="What did it"
      description="Confirmed causes by service and kind, and of how many such changes"
      padded={false}
      actions={
        <Button
          size="sm"
          variant="ghost"
          data-print="hide"
          icon={<Download size={13} aria-hidden />}
          onClick={() =>
            download(
              'causes-by-service.csv',
              toCsv([
                ['service', 'kind', 'confirmed', 'changes'],
                ...data.guilt.map(({ service, kind, confirmed, changes }) => [
                  service,
                  kind,
                  confirmed,
                  changes,
                ]),
              ]),
            )
          }
        >
          CSV
        </Button>
      }
    >
      <Table label="Confirmed causes by service and kind">
        <thead>
          <tr>
            <Th>Change</Th>
            <Th align="end">Confirmed</Th>
            <Th align="end">Of</Th>
            <Th align="end">Share</Th>
          </tr>
        </thead>
        <tbody>
          {data.guilt.map((guilt) => {
            const { service, kind, confirmed, changes } = guilt;
            const changesHref = `/?${new URLSearchParams({ service, kind, from: state.from, to: state.to })}`;
            return (
              <Tr
                key={causeText(guilt)}
                selected={filter.cause?.service === service && filter.cause.kind === kind}
              >
                <Td>
                  <span className="flex items-center gap-2">
                    <KindGlyph kind={kind} size={14} className="shrink-0 text-fg-muted" />
                    <span className="min-w-0">
                      <span className="font-medium">{service}</span>{' '}
                      <span className="text-xs text-fg-subtle">{kindLabel[kind].toLowerCase()}</span>
                    </span>
                  </span>
                </Td>
                <Td align="end">
                  <Rows href={rowsOf(query, { cause: causeText(guilt) })}>{confirmed}</Rows>
                </Td>
                <Td align="end" className="text-fg-muted">
                  <Rows href={changesHref}>
                    {changes >= 10_000 ? '10,000+' : changes.toLocaleString('en-GB')}
                  </Rows>
                </Td>
                <Td align="end">{changes === 0 ? '–' : share(confirmed, changes)}</Td>
              </Tr>
            );
          })}
        </tbody>
      </Table>
    </Panel>
  );
}
