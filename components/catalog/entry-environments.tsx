'use client';

import { useQuery } from '@tanstack/react-query';
import { Lock, LockOpen } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { eventHref } from '@/components/frame/navigation';
import { PhaseBadge } from '@/components/glyphs/badges';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { Time } from '@/components/time/time';
import { Panel } from '@/components/ui/panel';
import { Skeleton } from '@/components/ui/skeleton';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { EntryWire } from '@/lib/catalog/schemas';
import type { AvailabilityItemWire } from '@/lib/locks/operations';
import { availabilityOptions } from '@/lib/locks/queries';
import { nameKey } from '@/lib/names';

/** Where the service runs in which version, and whether anybody keeps others from changing that. */
export function EntryEnvironments({ entry }: { entry: EntryWire }) {
  const locks = useQuery(availabilityOptions(new URLSearchParams({ service: entry.name }).toString()));
  if (entry.environments.length === 0) {
    if (entry.type !== null && entry.type !== 'project') return null;
    return (
      <Panel title="Environments">
        <p className="text-fg-muted">
          No event has named it in an environment yet. The first deployment that is reported shows up here.
        </p>
      </Panel>
    );
  }
  const lockOf = (environment: string) =>
    locks.data?.items.find((item) => item.environment && nameKey(item.environment) === nameKey(environment));
  const versions = new Set(entry.environments.flatMap(({ lastDeployment }) => lastDeployment?.version ?? []));
  return (
    <Panel
      title="Environments"
      description={
        versions.size > 1
          ? `${versions.size} different versions, from development towards production`
          : undefined
      }
      padded={false}
    >
      <div className="@container">
        <Table label={`Environments of ${entry.name}`}>
          <thead>
            <tr>
              <Th>Environment</Th>
              <Th>Version</Th>
              <Th>Deployed</Th>
              <Th className="@max-lg:hidden">Lock</Th>
            </tr>
          </thead>
          <tbody>
            {entry.environments.map(({ environment, lastDeployment: last }) => (
              <Tr key={environment}>
                <Td>
                  <EnvironmentTag name={environment} plain className="font-medium" />
                  {/* On a phone: below, and only what is in the way. */}
                  <span className="hidden @max-lg:block">
                    <LockState item={lockOf(environment)} quiet />
                  </span>
                </Td>
                <Td>
                  {last ? (
                    <span className="flex items-center gap-2">
                      <span className="max-w-44 truncate font-mono text-xs" title={last.version ?? undefined}>
                        {last.version ?? 'no version'}
                      </span>
                      {last.version !== null && last.version === entry.latestVersion && (
                        <span className="text-2xs text-fg-subtle @max-lg:hidden">latest</span>
                      )}
                    </span>
                  ) : (
                    <span className="text-fg-subtle">Never deployed</span>
                  )}
                </Td>
                <Td>
                  {last && (
                    <span className="flex items-center gap-x-2.5 @max-lg:flex-col @max-lg:items-start @max-lg:py-1">
                      <Link
                        href={eventHref(last.eventId)}
                        prefetch={false}
                        className="rounded-xs hover:underline"
                      >
                        <PhaseBadge phase={last.phase} status={last.status} plain />
                      </Link>
                      <Time value={last.at} className="text-fg-muted @max-lg:text-xs" />
                    </span>
                  )}
                </Td>
                <Td className="@max-lg:hidden">
                  {locks.isPending ? (
                    <Skeleton width="4rem" />
                  ) : locks.isError && !locks.data ? (
                    <span className="text-fg-subtle" data-tip={locks.error.message}>
                      Not known
                    </span>
                  ) : (
                    <LockState item={lockOf(environment)} />
                  )}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </div>
    </Panel>
  );
}

/** Who is in the way, if anybody. `quiet` says nothing of what is free. */
function LockState({ item, quiet = false }: { item: AvailabilityItemWire | undefined; quiet?: boolean }) {
  if (!item || item.status === 'free' || item.lock === null) {
    if (quiet) return null;
    return (
      <span className="inline-flex items-center gap-1.5 text-fg-subtle">
        <LockOpen size={13} aria-hidden /> Free
      </span>
    );
  }
  const { lock } = item;
  return (
    <Link
      href={`/locks?${new URLSearchParams(item.service ? { service: item.service } : {})}` as Route}
      prefetch={false}
      data-phase="attention"
      data-tip={
        [
          item.status === 'blocked'
            ? `A lock of ${lock.level === 'global' ? 'everything' : 'the whole environment'}`
            : null,
          lock.reason,
          item.queueLength > 0 ? `${item.queueLength} waiting` : null,
        ]
          .filter(Boolean)
          .join('\n') || undefined
      }
      className="inline-flex max-w-64 items-center gap-1.5 rounded-xs text-phase-fg hover:underline"
    >
      <Lock size={13} aria-hidden />
      <span className="truncate">{lock.holder}</span>
      {lock.expiresAt ? (
        <span className="shrink-0 text-fg-muted">
          until <Time value={lock.expiresAt} show="time" focusable={false} />
        </span>
      ) : (
        lock.sticky && <span className="shrink-0 text-fg-muted">until released</span>
      )}
    </Link>
  );
}
