'use client';

import { useQuery } from '@tanstack/react-query';
import { ExternalLink } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { SafeLink } from '@/components/events/safe-link';
import { PhaseBadge } from '@/components/glyphs/badges';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { PhaseMark } from '@/components/glyphs/phase-mark';
import { formatDuration } from '@/components/time/format';
import { Time } from '@/components/time/time';
import { buttonClass } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { SidePanel } from '@/components/ui/side-panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { comparisonOptions } from '@/lib/deployments/queries';
import type { ComparisonWire, DeploymentWire } from '@/lib/deployments/schemas';
import { DeploymentLinks } from '../deployment-facts';
import { ChangeMark, VersionLink } from '../deployment-parts';
import { counted, versionText } from '../words';

/** Two deployments of a service side by side: the range of commits, and what lies between. */
export function ComparePanel(props: {
  from: string;
  to: string;
  onClose: () => void;
  onOpen: (id: string) => void;
}) {
  const { from, to, onClose, onOpen } = props;
  const answer = useQuery(comparisonOptions(from, to));
  const comparison = answer.data;
  return (
    <SidePanel
      params={['compare']}
      onClose={onClose}
      eyebrow="Two deployments compared"
      title={comparison ? comparison.to.service : 'Compare'}
    >
      {comparison ? (
        <Compared comparison={comparison} onOpen={onOpen} />
      ) : answer.isError ? (
        <ErrorState
          compact
          title="They could not be compared"
          text="Both have to be deployments of one service that still exist."
          detail={answer.error.message}
          onRetry={() => answer.refetch()}
          retrying={answer.isFetching}
        />
      ) : (
        <SkeletonRows rows={6} label="Comparing" />
      )}
    </SidePanel>
  );
}

function Compared({ comparison, onOpen }: { comparison: ComparisonWire; onOpen: (id: string) => void }) {
  const { from, to, compareUrl, between, events, eventsQuery } = comparison;
  const apart = Date.parse(to.at) - Date.parse(from.at);
  const timeline = new URLSearchParams(eventsQuery);
  return (
    <div className="flex flex-col gap-5">
      <div className="grid grid-cols-2 gap-3">
        <Side label="Earlier" deployment={from} />
        <Side label="Later" deployment={to} />
      </div>
      <div className="flex flex-wrap gap-2">
        {compareUrl ? (
          <SafeLink href={compareUrl} className={buttonClass('primary')}>
            Commits between
            <ExternalLink size={13} aria-hidden />
          </SafeLink>
        ) : (
          <p className="text-fg-muted">
            {from.sha && to.sha && from.sha === to.sha
              ? 'Both are of the same commit.'
              : 'The commits between are not known: both deployments have to name a commit, and the service a repository.'}
          </p>
        )}
        <Link href={`/?${timeline}` as Route} prefetch={false} className={buttonClass('secondary')}>
          {counted(events, 'event')} of the service between
        </Link>
      </div>
      <section className="border-t border-line pt-3">
        <h3 className="mb-2 text-xs font-semibold text-fg-muted">
          {between.length === 0
            ? `No deployment between, ${formatDuration(apart)} apart`
            : `${counted(between.length, 'deployment')} between, ${formatDuration(apart)} apart`}
        </h3>
        <ol>
          {between.map((one) => (
            <li key={one.id} className="flex items-center gap-2 py-1">
              <PhaseMark phase={one.phase} size={13} labelled />
              <button
                type="button"
                onClick={() => onOpen(one.id)}
                className="min-w-0 flex-1 truncate rounded-xs text-left font-mono text-xs hover:underline"
              >
                {versionText(one.version)}
              </button>
              <ChangeMark change={one.change} className="text-xs" />
              <Time value={one.at} focusable={false} className="w-16 text-right text-xs text-fg-subtle" />
            </li>
          ))}
        </ol>
      </section>
    </div>
  );
}

function Side({ label, deployment }: { label: string; deployment: DeploymentWire }) {
  const { service, version, phase, status, at, by, environment } = deployment;
  return (
    <section className="flex min-w-0 flex-col gap-1.5 rounded-lg border border-line p-3">
      <h3 className="text-xs text-fg-subtle">{label}</h3>
      <p className="min-w-0 truncate font-semibold">
        <VersionLink service={service} version={version} />
      </p>
      <PhaseBadge phase={phase} status={status} plain />
      {environment && <EnvironmentTag name={environment} plain className="text-fg-muted" />}
      <p className="text-xs text-fg-muted">
        <Time value={at} show="minute" />
        {by && <span className="block truncate">{by}</span>}
      </p>
      <DeploymentLinks deployment={deployment} />
    </section>
  );
}
