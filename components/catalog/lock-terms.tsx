'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { Lock, LockOpen } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { Duration, Elapsed, Time } from '@/components/time/time';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { LockTermWire } from '@/lib/locks/operations';
import { lockHistoryOptions } from '@/lib/locks/queries';
import type { LockEnding } from '@/lib/locks/schemas';

const endings: Record<LockEnding, string> = {
  released: 'Released',
  expired: 'Expired',
  taken_over: 'Taken over',
  auto_released: 'Released by its event',
  moved: 'Moved',
  dropped: 'Dropped',
};

/** Who had a lock of the service, why, and how it ended; the newest first. */
export function LockTerms({ service, most }: { service: string; most: number }) {
  const query = new URLSearchParams({ service }).toString();
  const history = useInfiniteQuery(lockHistoryOptions(query));
  const terms = history.data?.pages[0]?.items ?? [];
  if (history.isPending) return <SkeletonRows rows={4} label="Loading the locks" />;
  if (history.isError && terms.length === 0) {
    return (
      <ErrorState
        compact
        title="The locks could not be read"
        text="The rest of the page is complete."
        detail={history.error.message}
        onRetry={() => history.refetch()}
        retrying={history.isFetching}
      />
    );
  }
  if (terms.length === 0) {
    return (
      <p className="p-panel text-fg-muted">
        Nobody has locked it yet. Deployments and operations lock a service while they run.
      </p>
    );
  }
  return (
    <>
      <Table label={`Locks of ${service}`}>
        <thead>
          <tr>
            <Th>Environment</Th>
            <Th>Holder</Th>
            <Th>Reason</Th>
            <Th>State</Th>
            <Th align="end">Held for</Th>
            <Th align="end">Since</Th>
          </tr>
        </thead>
        <tbody>
          {terms.slice(0, most).map((term) => (
            <Term key={term.id} term={term} />
          ))}
        </tbody>
      </Table>
      <p className="px-panel py-2.5">
        <Link
          href={`/locks?${query}` as Route}
          prefetch={false}
          className="rounded-xs text-accent-fg hover:underline"
        >
          See its locks
        </Link>
      </p>
    </>
  );
}

function Term({ term }: { term: LockTermWire }) {
  const { environment, resource, holder, reason, state, acquiredAt, endedAt, endedAs } = term;
  const held = state === 'held';
  return (
    <Tr>
      <Td>
        <span className="flex items-center gap-2">
          {environment === null ? 'Everywhere' : <EnvironmentTag name={environment} plain />}
          {resource !== null && <span className="text-xs text-fg-subtle">{resource}</span>}
        </span>
      </Td>
      <Td className="max-w-40 truncate font-medium" title={holder}>
        {holder}
      </Td>
      <Td className="max-w-64 truncate text-fg-muted" title={reason}>
        {reason || '–'}
      </Td>
      <Td>
        <span
          data-phase={held ? 'attention' : undefined}
          className={
            held
              ? 'inline-flex items-center gap-1.5 text-phase-fg'
              : 'inline-flex items-center gap-1.5 text-fg-muted'
          }
        >
          {held ? <Lock size={13} aria-hidden /> : <LockOpen size={13} aria-hidden />}
          {held ? 'Held' : endedAs ? endings[endedAs] : 'Ended'}
        </span>
      </Td>
      <Td align="end">
        {acquiredAt === null ? (
          '–'
        ) : endedAt === null ? (
          <Elapsed since={acquiredAt} />
        ) : (
          <Duration millis={Date.parse(endedAt) - Date.parse(acquiredAt)} />
        )}
      </Td>
      <Td align="end" className="text-fg-muted">
        {acquiredAt && <Time value={acquiredAt} />}
      </Td>
    </Tr>
  );
}
