'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Allowed } from '@/components/frame/allowed';
import { serviceHref } from '@/components/frame/navigation';
import { useUrlParam } from '@/components/frame/use-url-state';
import { cn } from '@/components/ui/cn';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { placeOfEntry } from '@/lib/catalog/place';
import { blastRadiusOptions, graphOptions } from '@/lib/catalog/queries';
import type { EntryWire } from '@/lib/catalog/schemas';
import { editHref } from './addresses';
import { SlaBadge } from './entry-badges';
import { EntryGlyph } from './entry-glyph';
import { GraphDrawing } from './graph-drawing';
import { GraphList } from './graph-list';
import { type Depth, depthOf, neighbourhoodQuery } from './graph-query';
import { counted } from './labels';
import { AsChoice, GraphSkeleton } from './whole-graph';

/** What the service needs and what needs it, drawn or as a list, and what would break with it. */
export function EntryDependencies({ entry }: { entry: EntryWire }) {
  const [said, setDepth] = useUrlParam<string>('depth', '2');
  const [as, setAs] = useUrlParam<'graph' | 'list'>('as', 'graph');
  const depth = depthOf(said);
  const graph = useQuery(graphOptions(neighbourhoodQuery(entry.name, depth)));
  const none = entry.dependsOn.length === 0 && entry.dependents.length === 0;
  if (none) {
    return (
      <Panel title="Dependencies">
        <p className="text-fg-muted">
          It depends on nothing that is known, and nothing is known to depend on it.{' '}
          {!entry.gone && (
            <Allowed scope="catalog:write" place={placeOfEntry(entry.name)}>
              <Link
                href={editHref(entry.name)}
                prefetch={false}
                className="rounded-xs text-accent-fg underline hover:no-underline"
              >
                Say what it needs
              </Link>
            </Allowed>
          )}
        </p>
      </Panel>
    );
  }
  return (
    <Panel
      title="Dependencies"
      description={`Depends on ${entry.dependsOn.length}, used by ${entry.dependents.length}`}
      padded={false}
      actions={
        <div className="flex flex-wrap gap-2" data-print="hide">
          <SegmentedControl<Depth>
            label="How far"
            value={depth}
            onChange={(next) => setDepth(next)}
            options={[
              { value: '1', label: 'Direct' },
              { value: '2', label: '2 steps' },
              { value: '5', label: '5 steps' },
            ]}
          />
          <AsChoice value={as} onChange={setAs} />
        </div>
      }
    >
      {graph.isPending ? (
        <GraphSkeleton className="h-56" />
      ) : graph.isError && !graph.data ? (
        <ErrorState
          compact
          title="The dependencies could not be drawn"
          text="The rest of the page is complete."
          detail={graph.error.message}
          onRetry={() => graph.refetch()}
          retrying={graph.isFetching}
        />
      ) : as === 'list' ? (
        <GraphList graph={graph.data} label={`Dependencies of ${entry.name}`} />
      ) : (
        <GraphDrawing
          graph={graph.data}
          root={entry.name}
          label={`Dependencies of ${entry.name}`}
          className={cn('max-h-[32rem] p-3 pb-11 sm:p-4 sm:pb-11', graph.isPlaceholderData && 'opacity-70')}
        />
      )}
      {graph.data?.truncated && (
        <p className="border-t border-line px-panel py-2 text-xs text-fg-muted">
          There is more than is drawn here: go further with more steps, or{' '}
          <Link
            href="/catalog?view=graph"
            prefetch={false}
            className="text-accent-fg underline hover:no-underline"
          >
            see the whole graph
          </Link>
          .
        </p>
      )}
      <BlastRadius name={entry.name} />
    </Panel>
  );
}

/** Everything that depends on it, nearest first. */
function BlastRadius({ name }: { name: string }) {
  const radius = useQuery(blastRadiusOptions(name));
  if (!radius.data) {
    if (!radius.isError) return null;
    return (
      <p role="alert" className="border-t border-line px-panel py-2.5 text-fg-muted">
        What would break with it could not be read: {radius.error.message}
      </p>
    );
  }
  const { items, total } = radius.data;
  const critical = items.filter(({ slaLevel }) => slaLevel === 'critical').length;
  return (
    <section aria-labelledby="blast-radius" className="border-t border-line px-panel py-3">
      <h3 id="blast-radius" className="text-xs font-semibold">
        Blast radius
      </h3>
      {total === 0 ? (
        <p className="mt-1 text-fg-muted">Nothing depends on it: if it fails, it fails alone.</p>
      ) : (
        <>
          <p className="mt-1 text-fg-muted">
            {radiusText(radius.data)}
            {critical > 0 && (
              <>
                {' '}
                <strong className="font-medium text-fg">
                  {total === 1
                    ? 'It is critical.'
                    : `${critical} of them ${critical === 1 ? 'is' : 'are'} critical.`}
                </strong>
              </>
            )}
          </p>
          <ul className="mt-2 flex flex-wrap gap-1.5">
            {items.slice(0, 40).map((item) => (
              <li key={item.name}>
                <Link
                  href={serviceHref(item.name)}
                  prefetch={false}
                  data-tip={
                    item.direct
                      ? 'Depends on it directly'
                      : `Through ${item.via}, ${counted(item.distance, 'step')} away`
                  }
                  className={cn(
                    'inline-flex h-7 items-center gap-1.5 rounded border px-2 hover:border-accent pointer-coarse:h-9',
                    item.direct ? 'border-line-strong' : 'border-dashed border-line-strong text-fg-muted',
                  )}
                >
                  <EntryGlyph type={item.type} size={13} className="text-fg-muted" />
                  {item.name}
                  {item.slaLevel === 'critical' && <SlaBadge level="critical" className="h-4.5" />}
                  <span className="sr-only">{item.direct ? ', directly' : `, through ${item.via}`}</span>
                </Link>
              </li>
            ))}
            {items.length > 40 && (
              <li className="self-center text-fg-muted">and {counted(items.length - 40, 'more', 'more')}</li>
            )}
          </ul>
        </>
      )}
    </section>
  );
}

/** How much is affected, in a sentence. */
function radiusText(radius: { direct: number; total: number; truncated: boolean }): string {
  const { direct, total, truncated } = radius;
  const through = total - direct;
  const what = `${truncated ? 'at least ' : ''}${counted(total, 'service')} ${total === 1 ? 'is' : 'are'} affected`;
  const how = through === 0 ? ', directly' : `: ${direct} directly, ${through} through others`;
  return `If it fails, ${what}${how}.`;
}
