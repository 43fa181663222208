'use client';

import { ArrowDownLeft, ArrowUpRight } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { memo, useEffect, useRef, useState } from 'react';
import { useKeys } from '@/components/frame/keys';
import { serviceHref } from '@/components/frame/navigation';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { PhaseMark } from '@/components/glyphs/phase-mark';
import { phaseLabel } from '@/components/glyphs/phases';
import { Time } from '@/components/time/time';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Skeleton } from '@/components/ui/skeleton';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { EntrySummaryWire } from '@/lib/catalog/schemas';
import { DiscoveredBadge, GoneBadge, SlaBadge, VulnerabilityCounts } from './entry-badges';
import { EntryGlyph } from './entry-glyph';
import { counted, languageLabel, platformLabel } from './labels';

type CatalogTableProps = {
  entries: readonly EntrySummaryWire[];
  hasMore: boolean;
  loadingMore: boolean;
  failedMore: boolean;
  onMore: () => void;
};

/** Columns come and go with the width of the table; what stays is who, how important, and what happened last. */
const from = {
  xl: '@max-xl:hidden',
  '2xl': '@max-2xl:hidden',
  '3xl': '@max-3xl:hidden',
  '4xl': '@max-4xl:hidden',
  '5xl': '@max-5xl:hidden',
};

/** The services, a row each. */
export function CatalogTable({ entries, hasMore, loadingMore, failedMore, onMore }: CatalogTableProps) {
  const router = useRouter();
  const [current, setCurrent] = useState<string | null>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const end = useRef<HTMLDivElement>(null);

  const step = (by: 1 | -1) => {
    const index = entries.findIndex(({ name }) => name === current);
    const next = entries[index < 0 ? (by > 0 ? 0 : -1) : index + by];
    if (!next) return;
    setCurrent(next.name);
    const row = body.current?.querySelector(`[data-row="${CSS.escape(next.name)}"]`);
    row?.scrollIntoView({ block: 'nearest' });
  };
  useKeys('Catalog', {
    j: { label: 'Next service', run: () => step(1) },
    k: { label: 'Previous service', run: () => step(-1) },
    enter: {
      label: 'Open the service',
      run: () => {
        if (current !== null) router.push(serviceHref(current));
      },
    },
  });

  const latest = useRef(onMore);
  useEffect(() => {
    latest.current = onMore;
  });
  const asks = hasMore && !loadingMore && !failedMore;
  // The outside system: scrolling. The next page is asked for before its place is reached.
  useEffect(() => {
    if (!asks || !end.current) return;
    const observer = new IntersectionObserver(
      (seen) => {
        if (seen.some(({ isIntersecting }) => isIntersecting)) latest.current();
      },
      { rootMargin: '800px' },
    );
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [asks]);

  return (
    <>
      <Table label="Services">
        <thead>
          <tr>
            <Th>Name</Th>
            <Th className={from.xl}>Owner</Th>
            <Th className={from['2xl']}>Service level</Th>
            <Th className={from['5xl']}>Made with</Th>
            <Th className={from['3xl']}>Last deployment</Th>
            <Th className={from['4xl']}>Vulnerabilities</Th>
            <Th className={from['5xl']} align="end">
              Dependencies
            </Th>
            <Th align="end" className="@max-md:hidden">
              Seen
            </Th>
          </tr>
        </thead>
        <tbody ref={body}>
          {entries.map((entry) => (
            <EntryRow key={entry.name} entry={entry} current={entry.name === current} />
          ))}
        </tbody>
      </Table>
      <div ref={end} />
      {loadingMore && <TableSkeleton rows={3} label="Loading more services" />}
      {failedMore && (
        <div role="alert" className="flex items-center gap-3 px-panel py-3 text-fg-muted">
          The next services could not be read. What is above stays.
          <Button size="sm" onClick={onMore}>
            Try again
          </Button>
        </div>
      )}
    </>
  );
}

const EntryRow = memo(function EntryRow({ entry, current }: { entry: EntrySummaryWire; current: boolean }) {
  const { lastDeployment: last } = entry;
  return (
    <Tr data-row={entry.name} className={cn('group/row relative', current && 'bg-surface-2')}>
      <Td className="w-full max-w-0 @max-xl:py-2">
        {current && <span aria-hidden className="absolute inset-y-0 left-0 w-0.5 bg-accent" />}
        <span className="flex min-w-0 items-center gap-2.5">
          <EntryGlyph type={entry.type} labelled className="text-fg-muted" />
          <span className="min-w-0 flex-1">
            <span className="flex min-w-0 items-center gap-2">
              <Link
                href={serviceHref(entry.name)}
                prefetch={false}
                className="min-w-0 truncate font-medium outline-none after:absolute after:inset-0 focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-(--focus)"
              >
                {entry.name}
              </Link>
              {entry.discovered && <DiscoveredBadge />}
              {entry.gone && <GoneBadge />}
              <span
                className="min-w-0 flex-[9999] truncate text-fg-subtle @max-2xl:hidden"
                title={entry.description}
              >
                {entry.description}
              </span>
            </span>
            {/* On a phone: a second line instead of columns. */}
            <span className="mt-0.5 hidden min-w-0 items-center gap-2 text-xs text-fg-muted @max-xl:flex">
              {entry.slaLevel && <SlaBadge level={entry.slaLevel} className="h-4.5" />}
              <span className="min-w-0 truncate">{entry.owner || 'No owner'}</span>
              {last && (
                <span className="ml-auto flex shrink-0 items-center gap-1.5">
                  <PhaseMark phase={last.phase} size={12} labelled />
                  <span className="max-w-24 truncate font-mono text-2xs">{last.version}</span>
                </span>
              )}
            </span>
          </span>
        </span>
      </Td>
      <Td className={from.xl}>
        {entry.owner ? (
          <span
            className={entry.ownerSource === 'events' ? 'text-fg-muted italic' : undefined}
            data-tip={
              entry.ownerSource === 'events' ? 'Named by recent events, not by the catalog' : undefined
            }
          >
            {entry.owner}
          </span>
        ) : (
          <span className="text-fg-subtle">–</span>
        )}
      </Td>
      <Td className={from['2xl']}>
        {entry.slaLevel ? <SlaBadge level={entry.slaLevel} /> : <span className="text-fg-subtle">–</span>}
      </Td>
      <Td className={cn('text-fg-muted', from['5xl'])}>
        {[entry.language && languageLabel[entry.language], entry.platform && platformLabel[entry.platform]]
          .filter(Boolean)
          .join(' · ') || <span className="text-fg-subtle">–</span>}
      </Td>
      <Td className={from['3xl']}>
        {last ? (
          <span className="flex items-center gap-2">
            <PhaseMark phase={last.phase} size={13} />
            <span className="sr-only">{phaseLabel[last.phase]}</span>
            <span className="max-w-32 truncate font-mono text-xs" title={last.version ?? undefined}>
              {last.version ?? 'no version'}
            </span>
            <EnvironmentTag name={last.environment} plain className="max-w-28 text-xs text-fg-muted" />
            <Time value={last.at} focusable={false} className="text-xs text-fg-subtle" />
          </span>
        ) : entry.type !== null && entry.type !== 'project' && entry.latestVersion ? (
          <span className="flex items-center gap-2">
            <span className="font-mono text-xs">{entry.latestVersion}</span>
            <span className="text-xs text-fg-subtle">latest</span>
          </span>
        ) : (
          <span className="text-fg-subtle">–</span>
        )}
      </Td>
      <Td className={from['4xl']}>
        {entry.vulnerabilityCounts ? (
          <VulnerabilityCounts counts={entry.vulnerabilityCounts} />
        ) : (
          <span className="text-fg-subtle" data-tip="Nobody has reported a scan">
            –
          </span>
        )}
      </Td>
      <Td className={from['5xl']} align="end">
        <span className="inline-flex items-center gap-2.5 text-fg-muted">
          <span
            className="inline-flex items-center gap-0.5"
            data-tip={`Depends on ${counted(entry.dependsOnCount, 'service')}`}
          >
            <ArrowUpRight size={12} aria-hidden />
            <span className="sr-only">depends on </span>
            {entry.dependsOnCount}
          </span>
          <span
            className="inline-flex items-center gap-0.5"
            data-tip={`${counted(entry.dependentsCount, 'service')} depend${entry.dependentsCount === 1 ? 's' : ''} on it`}
          >
            <ArrowDownLeft size={12} aria-hidden />
            <span className="sr-only">used by </span>
            {entry.dependentsCount}
          </span>
        </span>
      </Td>
      <Td align="end" className="text-fg-muted @max-md:hidden">
        {entry.lastSeenAt ? (
          <Time value={entry.lastSeenAt} focusable={false} />
        ) : (
          <span className="text-fg-subtle" data-tip="No event names it">
            –
          </span>
        )}
      </Td>
    </Tr>
  );
});

/** Rows that are still waited for, with the geometry of real ones. */
export function TableSkeleton({ rows, label }: { rows: number; label: string }) {
  return (
    <div role="status">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders without identity
          key={index}
          className="flex h-row items-center gap-4 border-b border-line px-panel"
        >
          <Skeleton width="0.9rem" height="0.9rem" className="shrink-0" />
          <Skeleton width={`${14 + ((index * 7) % 12)}%`} />
          <Skeleton width="6rem" className="ml-auto shrink-0" />
          <Skeleton width="4rem" className="shrink-0" />
          <Skeleton width="8rem" className="shrink-0 max-sm:hidden" />
        </div>
      ))}
    </div>
  );
}
