'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, FoldHorizontal } from 'lucide-react';
import { useState } from 'react';
import { EventPanel } from '@/components/events/event-panel';
import { BackLink } from '@/components/frame/back-link';
import { useKeys } from '@/components/frame/keys';
import { PageHeader } from '@/components/frame/page-header';
import { useRange, useUrlState } from '@/components/frame/use-url-state';
import { counted } from '@/components/incidents/board/words';
import { useNow } from '@/components/time/clock';
import { formatDuration } from '@/components/time/format';
import { Duration, Elapsed, Time } from '@/components/time/time';
import { useEventStream } from '@/components/timeline/use-event-stream';
import { Button } from '@/components/ui/button';
import { download } from '@/components/ui/download';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { toCsv } from '@/lib/csv';
import { deliveryChainOptions, durationKeys } from '@/lib/durations/queries';
import type { DeliveryChainWire } from '@/lib/durations/schemas';
import { eventKeys } from '@/lib/events/queries';
import { ChainLinks } from './chain-links';
import { Waterfall } from './waterfall';
import { waterfallOf } from './waterfall-layout';
import { linkLabel } from './words';

/** The chain of an event as a waterfall. It follows what happens to its steps. */
export function ChainView({ id, position }: { id: string; position: string | null }) {
  const client = useQueryClient();
  const { query, setUrl } = useUrlState();
  const { live } = useRange();
  const [gone, setGone] = useState<ReadonlySet<string>>(new Set());
  const chain = useQuery(deliveryChainOptions(id));
  const data = chain.data;
  const again = () => void client.invalidateQueries({ queryKey: durationKeys.chain(id) });
  useEventStream({
    enabled: live,
    position,
    onChanges: (changes) => {
      const services = new Set(data?.steps.map(({ service }) => service));
      const deleted = changes.flatMap((change) => (change.type === 'deleted' ? [change.id] : []));
      if (deleted.length > 0) setGone((known) => new Set([...known, ...deleted]));
      for (const change of changes)
        if (change.type === 'updated') client.setQueryData(eventKeys.event(change.event.id), change.event);
      const concerns = changes.some((change) =>
        change.type === 'deleted'
          ? data?.steps.some((step) => step.id === change.id)
          : services.has(change.event.service),
      );
      if (concerns) again();
    },
    onReset: again,
    onState: () => {},
  });
  const open = query.get('event');
  const steps = data?.steps ?? [];
  const step = (by: 1 | -1) => {
    const next = steps[steps.findIndex((one) => one.id === open) + by];
    if (next) setUrl({ event: next.id }, 'replace');
  };
  useKeys(
    'Waterfall',
    {
      j: { label: 'Next step', run: () => step(1) },
      k: { label: 'Previous step', run: () => step(-1) },
    },
    { enabled: open !== null },
  );
  return (
    <article className="mx-auto flex w-full max-w-400 flex-col gap-5 px-4 py-5 sm:px-6">
      <BackLink href="/durations">Durations</BackLink>
      {chain.isError && (
        <ErrorState
          compact
          title={data ? 'This may not be the latest' : 'The chain could not be read'}
          text={
            data
              ? 'The server did not answer. You see the chain as it was.'
              : 'Nothing is lost: this page only shows it.'
          }
          detail={chain.error.message}
          onRetry={() => chain.refetch()}
          retrying={chain.isFetching}
          className="mx-0"
        />
      )}
      {data && <Chain chain={data} id={id} open={open} />}
      {open !== null && (
        <EventPanel
          key={open}
          id={open}
          known={null}
          gone={gone.has(open)}
          onStep={step}
          onOpen={(event) => setUrl({ event })}
        />
      )}
    </article>
  );
}

function Chain({ chain, id, open }: { chain: DeliveryChainWire; id: string; open: string | null }) {
  const { query, setUrl } = useUrlState();
  // Bars that go on grow every ten seconds; the words beside them count by themselves.
  const now = useNow((time) => (chain.ongoing ? Math.floor(time / 10_000) * 10_000 : 0));
  const folded = query.get('gaps') !== 'real';
  const waterfall = waterfallOf(chain, now, folded);
  const first = chain.steps[0];
  const slowest = chain.links.toSorted((a, b) => b.durationMs - a.durationMs)[0];
  const whole = waterfall.end - waterfall.start;
  const share = Math.round((waterfall.busyMs / whole) * 100);
  const facts = [
    {
      term: 'In all',
      value: chain.ongoing && first ? <Elapsed since={first.at} /> : <Duration millis={chain.totalMs} />,
      note: chain.ongoing ? 'still going on' : 'from the first start to the last end',
    },
    {
      term: 'Something went on',
      value: <Duration millis={waterfall.busyMs} />,
      note: `${share === 0 && waterfall.busyMs > 0 ? 'less than 1' : share} % of the time; the rest is waiting`,
    },
    {
      term: 'Longest link',
      value: slowest ? <Duration millis={slowest.durationMs} /> : '–',
      note: slowest ? linkLabel[slowest.kind] : 'nothing is linked',
    },
    {
      term: 'Began',
      value: first ? <Time value={first.at} /> : '–',
      note: counted(chain.steps.length, 'step'),
    },
  ];
  return (
    <>
      <PageHeader
        title={
          <>
            {chain.service} {chain.version && <span className="font-mono">{chain.version}</span>}
          </>
        }
        description="What happened around it, in the order it began: each bar is a step, each line the time until it followed."
        actions={
          <div className="flex flex-wrap gap-2" data-print="hide">
            {waterfall.foldable && (
              <Button
                aria-pressed={folded}
                icon={<FoldHorizontal size={14} aria-hidden />}
                data-tip={
                  folded
                    ? 'Stretches in which nothing went on are drawn short'
                    : 'Everything is drawn in proportion'
                }
                onClick={() => setUrl({ gaps: folded ? 'real' : null }, 'replace')}
              >
                {folded ? 'Show waiting at full length' : 'Fold waiting'}
              </Button>
            )}
            <Button
              icon={<Download size={14} aria-hidden />}
              onClick={() => download(`chain-${chain.service}.csv`, csvOf(chain))}
            >
              CSV
            </Button>
          </div>
        }
      />
      <dl className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        {facts.map(({ term, value, note }) => (
          <div key={term} className="min-w-0 rounded-lg border border-line bg-surface-1 px-panel py-3">
            <dt className="text-xs font-medium text-fg-muted">{term}</dt>
            <dd className="nums mt-0.5 text-xl font-semibold">{value}</dd>
            <dd className="text-xs text-fg-subtle">{note}</dd>
          </div>
        ))}
      </dl>
      <Panel
        title="Waterfall"
        description={
          chain.steps.length === 1
            ? 'Nothing has followed from it yet'
            : `${formatDuration(whole)} from left to right${waterfall.folds.length > 0 ? ', waiting folded' : ''}; every bar opens its event`
        }
        padded={false}
      >
        <Waterfall waterfall={waterfall} service={chain.service} subject={id} open={open} />
        {chain.truncated && (
          <p className="border-t border-line px-panel py-2 text-xs text-fg-subtle">
            The chain is longer: only its first 500 steps are shown.
          </p>
        )}
      </Panel>
      {chain.links.length > 0 && <ChainLinks chain={chain} />}
    </>
  );
}

function csvOf({ steps, links }: DeliveryChainWire): string {
  return toCsv([
    [
      'event',
      'kind',
      'title',
      'service',
      'environment',
      'version',
      'phase',
      'started',
      'ended',
      'follows',
      'link',
      'seconds',
    ],
    ...steps.map((step) => {
      const link = links.find(({ to }) => to === step.id);
      return [
        step.id,
        step.kind,
        step.title,
        step.service,
        step.environment ?? '',
        step.version ?? '',
        step.phase,
        step.at,
        step.until ?? '',
        link?.from ?? '',
        link?.kind ?? '',
        link ? Math.round(link.durationMs / 1000) : '',
      ];
    }),
  ]);
}
