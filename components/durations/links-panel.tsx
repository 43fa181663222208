'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import Link from 'next/link';
import { durationHref, eventHref } from '@/components/frame/navigation';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { KindGlyph } from '@/components/glyphs/kind-glyph';
import { kindLabel } from '@/components/glyphs/kinds';
import { phaseLabel } from '@/components/glyphs/phases';
import { formatDuration } from '@/components/time/format';
import { Duration, Time } from '@/components/time/time';
import { Button, buttonClass } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { SidePanel } from '@/components/ui/side-panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { durationLinksCsvPath, durationLinksOptions } from '@/lib/durations/queries';
import type { DurationStatsWire, LinkWire, StepWire } from '@/lib/durations/schemas';
import { allLinks, type DurationsState, linksQueryOf } from './durations-url';
import { groupingLabel, groupName, linkLabel } from './words';

/** The links behind a figure, slowest first. */
export function LinksPanel({ data, state }: { data: DurationStatsWire; state: DurationsState }) {
  if (state.links === null) return null;
  const query = linksQueryOf(data, state);
  const all = state.links === allLinks;
  const figures = all ? data.total : data.groups.find(({ value }) => value === state.links);
  return (
    <SidePanel
      params={['links']}
      eyebrow={all ? 'All links, slowest first' : `${groupingLabel[state.by]}, slowest first`}
      title={all ? 'Links' : groupName(state.by, state.links)}
      actions={
        query && (
          <a
            href={durationLinksCsvPath(query)}
            download
            className={buttonClass('ghost', 'sm')}
            data-tip="The slowest 500 as CSV"
          >
            <Download size={13} aria-hidden />
            CSV
          </a>
        )
      }
    >
      {query === null || !figures ? (
        <p className="text-fg-muted">
          Nothing of this ended in this window. Close the panel and choose another group.
        </p>
      ) : (
        <>
          <p className="nums mb-3 text-fg-muted">
            <strong className="font-semibold text-fg">{figures.count.toLocaleString('en-GB')}</strong> in all,
            half within {figures.p50 === null ? '–' : formatDuration(figures.p50)}, 9 of 10 within{' '}
            {figures.p90 === null ? '–' : formatDuration(figures.p90)}.
          </p>
          <Links key={query} query={query} />
        </>
      )}
    </SidePanel>
  );
}

function Links({ query }: { query: string }) {
  const links = useInfiniteQuery(durationLinksOptions(query));
  if (links.isPending) return <SkeletonRows rows={8} label="Loading links" />;
  if (!links.data) {
    return (
      <ErrorState
        compact
        title="The links could not be read"
        text="The figures beside are complete."
        detail={links.error?.message}
        onRetry={() => links.refetch()}
        retrying={links.isFetching}
      />
    );
  }
  return (
    <>
      <ul aria-label="Links, slowest first" className="-mx-4 border-t border-line">
        {links.data.pages
          .flatMap(({ items }) => items)
          .map((link) => (
            <LinkRow key={`${link.kind} ${link.from.id} ${link.to.id}`} link={link} />
          ))}
      </ul>
      {links.hasNextPage && (
        <Button
          className="mt-3"
          data-print="hide"
          busy={links.isFetchingNextPage}
          onClick={() => links.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </>
  );
}

function LinkRow({ link: { kind, from, to, durationMs } }: { link: LinkWire }) {
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 hover:bg-surface-2">
      <span className="flex min-w-0 items-center gap-2 text-xs text-fg-muted">
        <span className="shrink-0">{linkLabel[kind]}</span>
        <span className="truncate">{to.service}</span>
        {to.environment && <EnvironmentTag name={to.environment} className="shrink-0" />}
      </span>
      <Duration millis={durationMs} className="text-right font-medium" />
      <span className="col-span-2 grid min-w-0 grid-cols-[auto_minmax(0,1fr)] items-center gap-x-2 gap-y-0.5">
        <span className="text-xs text-fg-subtle">from</span>
        <Step step={from} />
        <span className="text-xs text-fg-subtle">to</span>
        <Step step={to} />
      </span>
      <span className="text-xs text-fg-subtle">
        <Time value={to.at} focusable={false} />
      </span>
      <Link
        href={durationHref(to.id)}
        prefetch={false}
        className="justify-self-end rounded-xs text-xs text-fg-muted hover:text-fg hover:underline"
      >
        Waterfall
      </Link>
    </li>
  );
}

function Step({ step: { id, kind, phase, title } }: { step: StepWire }) {
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <KindGlyph kind={kind} phase={phase} size={13} />
      <Link
        href={eventHref(id)}
        prefetch={false}
        data-tip={`${kindLabel[kind]}, ${phaseLabel[phase].toLowerCase()}\n${title}`}
        className="min-w-0 truncate rounded-xs hover:underline"
      >
        {title}
      </Link>
    </span>
  );
}
