'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import Link from 'next/link';
import { binTitle } from '@/components/charts/bins';
import { durationHref, eventHref, incidentHref } from '@/components/frame/navigation';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { KindGlyph } from '@/components/glyphs/kind-glyph';
import { Duration, Time } from '@/components/time/time';
import { Badge } from '@/components/ui/badge';
import { Button, buttonClass } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { SidePanel } from '@/components/ui/side-panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { deliveryRowsCsvPath, deliveryRowsOptions } from '@/lib/delivery/queries';
import type { DeliveryRowWire, DeliveryWire, Metric } from '@/lib/delivery/schemas';
import { figureOf, type RowsAsked, rowsParams } from './delivery-url';
import { metricLabel, metricMeaning, metricRows, restsOn, valueInWords, whyLabel } from './words';

/** The deployments behind a figure, beside it. */
export function RowsPanel({ data, asked }: { data: DeliveryWire; asked: RowsAsked }) {
  const { metric, group, at, before } = asked;
  const found = figureOf(data, asked);
  const { value, unit } = valueInWords(metric, found?.figure.value ?? null);
  const where = [
    group,
    at !== null && !Number.isNaN(Date.parse(at)) ? binTitle(at, data.binMs) : null,
    before ? 'the stretch before' : null,
  ].filter(Boolean);
  return (
    <SidePanel
      params={rowsParams}
      eyebrow={[metricLabel[metric], ...where].join(' · ')}
      title={metricRows[metric]}
      actions={
        found && (
          <a
            href={deliveryRowsCsvPath(found.query)}
            download
            className={buttonClass('ghost', 'sm')}
            data-tip="The first 500 as CSV"
          >
            <Download size={13} aria-hidden />
            CSV
          </a>
        )
      }
    >
      {found ? (
        <>
          <p className="mb-3 text-fg-muted">
            {at === null && found.figure.value !== null && (
              <strong className="nums font-semibold text-fg">
                {[value, unit].filter(Boolean).join(' ')}
                {', of '}
                {restsOn(metric, found.figure.of)}.{' '}
              </strong>
            )}
            {metricMeaning[metric]}
          </p>
          <Rows key={found.query} query={found.query} metric={metric} />
        </>
      ) : (
        <p className="text-fg-muted">
          There is no such figure in this window. Close the panel and choose another one.
        </p>
      )}
    </SidePanel>
  );
}

function Rows({ query, metric }: { query: string; metric: Metric }) {
  const rows = useInfiniteQuery(deliveryRowsOptions(query));
  if (rows.isPending) return <SkeletonRows rows={8} label="Loading deployments" />;
  if (!rows.data) {
    return (
      <ErrorState
        compact
        title="The deployments could not be read"
        text="The figures beside are complete."
        detail={rows.error?.message}
        onRetry={() => rows.refetch()}
        retrying={rows.isFetching}
      />
    );
  }
  const items = rows.data.pages.flatMap(({ items }) => items);
  if (items.length === 0) return <p className="text-fg-subtle">None in this window.</p>;
  return (
    <>
      <ul aria-label={metricRows[metric]} className="-mx-4 border-t border-line">
        {items.map((row) => (
          <Row key={row.deploymentId} row={row} metric={metric} />
        ))}
      </ul>
      {rows.hasNextPage && (
        <Button
          className="mt-3"
          data-print="hide"
          busy={rows.isFetchingNextPage}
          onClick={() => rows.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </>
  );
}

function Row({ row, metric }: { row: DeliveryRowWire; metric: Metric }) {
  const { deploymentId, service, environment, version, until, at, by, why, incident } = row;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 hover:bg-surface-2">
      <span className="flex min-w-0 items-center gap-2">
        <KindGlyph kind="deployment" phase={why === 'failed' ? 'failed' : 'succeeded'} size={13} />
        <Link
          href={eventHref(deploymentId)}
          prefetch={false}
          className="min-w-0 truncate rounded-xs font-medium hover:underline"
        >
          {service} {version && <span className="font-mono text-xs">{version}</span>}
        </Link>
      </span>
      <span className="nums text-right font-medium">
        <Measured row={row} metric={metric} />
      </span>
      <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 text-xs text-fg-muted">
        <EnvironmentTag name={environment} plain />
        <Time value={until ?? at} focusable={false} />
        {by && <span className="truncate">by {by}</span>}
        {why && (
          <span data-phase={why === 'failed' || why === 'confirmed' ? 'failed' : 'attention'}>
            <Badge tone="phase">{whyLabel[why]}</Badge>
          </span>
        )}
        {row.rework && <Badge>Rework</Badge>}
        {incident !== null && (
          <Link href={incidentHref(incident)} prefetch={false} className="nums rounded-xs hover:underline">
            Incident #{incident}
          </Link>
        )}
      </span>
      <Link
        href={durationHref(deploymentId)}
        prefetch={false}
        className="justify-self-end rounded-xs text-xs text-fg-muted hover:text-fg hover:underline"
      >
        Waterfall
      </Link>
    </li>
  );
}

/** What the figure measures of this deployment. */
function Measured({ row, metric }: { row: DeliveryRowWire; metric: Metric }) {
  const { at, until, leadMs, recoveryMs } = row;
  if (metric === 'leadTime') return leadMs === null ? <>–</> : <Duration millis={leadMs} />;
  if (metric === 'recoveryTime') {
    return recoveryMs === null ? (
      <span data-phase="attention" className="text-xs text-phase-fg">
        not recovered
      </span>
    ) : (
      <Duration millis={recoveryMs} />
    );
  }
  const took = until === null ? 0 : Date.parse(until) - Date.parse(at);
  return took > 0 ? (
    <span data-tip="How long the deployment took" className="font-normal text-fg-subtle">
      <Duration millis={took} />
    </span>
  ) : null;
}
