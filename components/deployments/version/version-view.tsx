'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, ExternalLink, GitCommitHorizontal, GitCompareArrows } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { SafeLink } from '@/components/events/safe-link';
import { environmentHref, eventHref, serviceHref, versionHref } from '@/components/frame/navigation';
import { PageBody } from '@/components/frame/page-header';
import { useUrlState } from '@/components/frame/use-url-state';
import { PhaseBadge } from '@/components/glyphs/badges';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { formatDuration } from '@/components/time/format';
import { Duration, Elapsed, Time } from '@/components/time/time';
import { Badge } from '@/components/ui/badge';
import { buttonClass } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { versionOptions } from '@/lib/deployments/queries';
import type { VersionDetailWire } from '@/lib/deployments/schemas';
import { LostNote } from '../deployment-parts';
import { useLiveDeployments } from '../use-live-deployments';
import { shortSha } from '../words';
import { Approvals } from './approvals';
import { stopsOf } from './journey';

/** A version of a service: where it came, and how long it took. `position` is where the change feed was before anything was read. */
export function VersionView(props: { service: string; version: string; position: string | null }) {
  const { service, version, position } = props;
  const { query } = useUrlState();
  const { lost } = useLiveDeployments({ live: query.get('live') !== 'off', position });
  const answer = useQuery(versionOptions(service, version));
  if (answer.isPending) return <SkeletonRows rows={12} label="Loading the version" />;
  if (answer.isError && !answer.data)
    return (
      <ErrorState
        title="The version could not be read"
        text="Nothing is lost: the page only shows it."
        detail={answer.error.message}
        onRetry={() => answer.refetch()}
        retrying={answer.isFetching}
      />
    );
  return (
    <>
      {lost && <LostNote />}
      <PageBody className="@container">
        <Head version={answer.data} />
        <Figures version={answer.data} />
        <Reached version={answer.data} />
        <div className="grid items-start gap-6 @3xl:grid-cols-2">
          <Builds version={answer.data} />
          <Approvals version={answer.data} />
        </div>
      </PageBody>
    </>
  );
}

function Head({
  version: { service, version, sha, commitUrl, compareUrl, previous, next },
}: {
  version: VersionDetailWire;
}) {
  return (
    <header className="flex flex-wrap items-start gap-x-4 gap-y-3">
      <div className="min-w-0 flex-1 basis-64">
        <nav aria-label="Where this is" className="mb-1 flex items-center gap-1.5 text-fg-muted">
          <Link
            href={'/deployments' as Route}
            className="rounded-xs underline-offset-2 hover:text-fg hover:underline"
          >
            Deployments
          </Link>
          <ChevronRight size={13} aria-hidden className="text-fg-subtle" />
          <Link
            href={serviceHref(service)}
            className="min-w-0 truncate rounded-xs underline-offset-2 hover:text-fg hover:underline"
          >
            {service}
          </Link>
        </nav>
        <h1 className="font-mono text-xl font-semibold wrap-anywhere">
          <span className="sr-only">{service} </span>
          {version}
        </h1>
        {sha && (
          <p className="mt-1 flex items-center gap-1 text-fg-muted">
            <GitCommitHorizontal size={14} aria-hidden className="text-fg-subtle" />
            <SafeLink
              href={commitUrl}
              className="font-mono text-xs underline-offset-2 [&:is(a)]:hover:underline"
            >
              {shortSha(sha)}
            </SafeLink>
            <CopyButton text={sha} label="Copy the commit" />
          </p>
        )}
      </div>
      <div className="flex flex-wrap gap-2" data-print="hide">
        {compareUrl && (
          <SafeLink href={compareUrl} className={buttonClass('secondary')}>
            <GitCompareArrows size={14} aria-hidden />
            Commits since {previous}
            <ExternalLink size={12} aria-hidden className="text-fg-subtle" />
          </SafeLink>
        )}
        <Neighbour service={service} version={previous} back />
        <Neighbour service={service} version={next} />
      </div>
    </header>
  );
}

function Neighbour(props: { service: string; version: string | null; back?: boolean }) {
  const { service, version, back = false } = props;
  if (version === null) return null;
  return (
    <Link
      href={versionHref(service, version)}
      prefetch={false}
      data-tip={back ? 'The version before' : 'The version after'}
      className={buttonClass('secondary')}
    >
      {back && <ChevronLeft size={14} aria-hidden />}
      <span className="sr-only">{back ? 'The version before: ' : 'The version after: '}</span>
      <span className="max-w-36 truncate font-mono text-xs">{version}</span>
      {!back && <ChevronRight size={14} aria-hidden />}
    </Link>
  );
}

function Figures({
  version: { lead, environments, reached, firstSeenAt, builds },
}: {
  version: VersionDetailWire;
}) {
  const arrived = reached.filter(({ firstArrivedAt }) => firstArrivedAt !== null).length;
  const start = lead.from === 'build' ? 'its build began' : 'it was first seen';
  const figures = [
    {
      label: 'Lead time to production',
      value: lead.ms === null ? '–' : formatDuration(lead.ms),
      note: lead.ms === null ? 'not in production yet' : `from when ${start}`,
    },
    {
      label: 'In place',
      value: environments.length,
      note: environments.length === 0 ? 'nowhere now' : environments.join(', '),
    },
    { label: 'Arrived in', value: arrived, note: `of ${reached.length} it was deployed to` },
    {
      label: lead.from === 'build' ? 'Built' : 'First seen',
      value: <Time value={lead.from === 'build' ? lead.fromAt : firstSeenAt} />,
      note:
        builds.length > 1
          ? `${builds.length} builds`
          : lead.from === 'build'
            ? 'the first build'
            : 'no build is known',
    },
  ];
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-lg border border-line bg-line @3xl:grid-cols-4">
      {figures.map(({ label, value, note }) => (
        <div key={label} className="min-w-0 bg-surface-1 px-panel py-2.5">
          <dt className="text-xs font-medium text-fg-muted">{label}</dt>
          <dd className="nums text-xl font-semibold">{value}</dd>
          <dd className="truncate text-xs text-fg-subtle">{note}</dd>
        </div>
      ))}
    </dl>
  );
}

function Reached({ version: { service, version, reached, lead } }: { version: VersionDetailWire }) {
  const stops = new Map(stopsOf(reached).map((stop) => [stop.environment, stop]));
  return (
    <Panel
      title="Where it came"
      description={`The bar is the time from ${lead.from === 'build' ? 'the beginning of its build' : 'its first sight'} to its first arrival`}
      padded={false}
    >
      {reached.length === 0 ? (
        <p className="p-panel text-fg-muted">It was not deployed anywhere yet.</p>
      ) : (
        <Table label="Where it came">
          <thead>
            <tr>
              <Th>Environment</Th>
              <Th className="w-2/5">First arrival</Th>
              <Th align="end">Deployments</Th>
              <Th>Last one</Th>
              <Th>
                <span className="sr-only">In place</span>
              </Th>
            </tr>
          </thead>
          <tbody>
            {reached.map(
              ({
                environment,
                tier,
                firstArrivedAt,
                sinceStartMs,
                deployments,
                lastId,
                lastPhase,
                inPlace,
              }) => (
                <Tr key={environment}>
                  <Td>
                    <Link
                      href={environmentHref(environment, { service, q: version })}
                      prefetch={false}
                      className="rounded-xs underline-offset-2 hover:underline"
                    >
                      <EnvironmentTag name={environment} tier={tier} plain />
                    </Link>
                  </Td>
                  <Td>
                    {firstArrivedAt === null ? (
                      <span className="text-fg-subtle">never arrived</span>
                    ) : (
                      <span className="flex items-center gap-3">
                        <span
                          aria-hidden
                          className="h-1.5 min-w-12 flex-1 rounded-full bg-surface-3 @max-xl:hidden"
                        >
                          <span
                            data-phase="succeeded"
                            className="block h-full min-w-1 rounded-full bg-phase-solid"
                            style={{ width: `${(stops.get(environment)?.share ?? 0) * 100}%` }}
                          />
                        </span>
                        <span className="nums w-20 shrink-0 text-right font-medium">
                          {sinceStartMs === null ? '' : formatDuration(sinceStartMs)}
                        </span>
                        <Time value={firstArrivedAt} className="w-16 shrink-0 text-xs text-fg-subtle" />
                      </span>
                    )}
                  </Td>
                  <Td align="end">{deployments}</Td>
                  <Td>
                    <Link href={eventHref(lastId)} prefetch={false} className="rounded-xs">
                      <PhaseBadge phase={lastPhase} plain />
                    </Link>
                  </Td>
                  <Td>{inPlace && <Badge tone="strong">in place</Badge>}</Td>
                </Tr>
              ),
            )}
          </tbody>
        </Table>
      )}
    </Panel>
  );
}

function Builds({ version: { builds } }: { version: VersionDetailWire }) {
  return (
    <Panel title="Builds" padded={false}>
      {builds.length === 0 ? (
        <p className="p-panel text-fg-muted">
          No build of it was reported. A pipeline posts one to{' '}
          <code className="font-mono text-xs">/build-events/</code>; lead time is counted from it.
        </p>
      ) : (
        <ul>
          {builds.map(({ id, phase, at, durationMs, by, runUrl }) => (
            <li
              key={id}
              className="flex flex-wrap items-center gap-x-3 gap-y-0.5 border-b border-line px-panel py-2 last:border-b-0"
            >
              <Link href={eventHref(id)} prefetch={false} className="rounded-xs">
                <PhaseBadge phase={phase} plain />
              </Link>
              <Time value={at} className="text-fg-muted" />
              {durationMs !== null ? (
                <Duration millis={durationMs} className="text-fg-muted" />
              ) : (
                phase === 'running' && <Elapsed since={at} className="text-fg-muted" />
              )}
              <span className="min-w-0 flex-1 truncate text-fg-muted">{by}</span>
              {runUrl && (
                <SafeLink
                  href={runUrl}
                  className="inline-flex items-center gap-1 text-accent-fg underline-offset-2 hover:underline"
                >
                  Run
                  <ExternalLink size={11} aria-hidden />
                </SafeLink>
              )}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
