'use client';

import { ExternalLink, GitCommitHorizontal, GitPullRequest, Hammer, Play } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { SafeLink } from '@/components/events/safe-link';
import { VerifiedBy } from '@/components/events/verified-by';
import { eventHref, incidentHref } from '@/components/frame/navigation';
import { PhaseBadge } from '@/components/glyphs/badges';
import { Duration, Elapsed, Time } from '@/components/time/time';
import { Facts } from '@/components/ui/panel';
import type { CellDeploymentWire, DeploymentDetailWire, DeploymentWire } from '@/lib/deployments/schemas';
import { ChangeMark, VersionLink } from './deployment-parts';
import { shortSha, versionText } from './words';

const linkClass =
  'inline-flex items-center gap-1 rounded-xs text-accent-fg underline-offset-2 hover:underline whitespace-nowrap';

/** Where a deployment can be followed: run, build, commit, pull request. */
export function DeploymentLinks({ deployment }: { deployment: DeploymentWire }) {
  const { runUrl, commitUrl, pullRequestUrl, buildId, sha } = deployment;
  if (!runUrl && !commitUrl && !pullRequestUrl && !buildId && !sha) return null;
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1">
      {runUrl && (
        <Out href={runUrl} icon={<Play size={12} aria-hidden />}>
          Run
        </Out>
      )}
      {buildId && (
        <li>
          <Link href={eventHref(buildId)} prefetch={false} className={linkClass}>
            <Hammer size={12} aria-hidden />
            Build
          </Link>
        </li>
      )}
      {sha && (
        <Out href={commitUrl} icon={<GitCommitHorizontal size={13} aria-hidden />}>
          <span className="font-mono text-xs">{shortSha(sha)}</span>
        </Out>
      )}
      {pullRequestUrl && (
        <Out href={pullRequestUrl} icon={<GitPullRequest size={12} aria-hidden />}>
          Pull request
        </Out>
      )}
    </ul>
  );
}

function Out({ href, icon, children }: { href: string | null; icon: ReactNode; children: ReactNode }) {
  if (href === null)
    return (
      <li className="inline-flex items-center gap-1 text-fg-muted">
        {icon}
        {children}
      </li>
    );
  return (
    <li>
      <SafeLink href={href} className={linkClass}>
        {icon}
        {children}
        <ExternalLink size={11} aria-hidden className="text-fg-subtle" />
      </SafeLink>
    </li>
  );
}

/** A deployment with what was before it and what it caused. `known` stands until the rest is read. */
export function DeploymentFacts(props: {
  service: string;
  known: CellDeploymentWire;
  deployment: DeploymentDetailWire | undefined;
}) {
  const { service, known, deployment } = props;
  const { phase, at, until, by } = known;
  const ended = until !== null && phase !== 'planned';
  return (
    <div className="flex flex-col gap-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <span className="text-lg font-semibold">
          <VersionLink service={service} version={known.version} className="text-lg!" />
        </span>
        <PhaseBadge phase={phase} status={deployment?.phase === phase ? deployment.status : null} />
        {deployment && <ChangeMark change={deployment.change} />}
        {deployment?.previousVersion && deployment.previousVersion !== known.version && (
          <span className="text-fg-muted">
            from <VersionLink service={service} version={deployment.previousVersion} />
          </span>
        )}
      </div>
      {deployment?.errorMessage && (
        <p
          data-phase="failed"
          className="max-h-40 overflow-y-auto rounded border border-phase-border bg-phase-bg px-2.5 py-1.5 font-mono text-xs whitespace-pre-wrap text-phase-fg wrap-anywhere"
        >
          {deployment.errorMessage}
        </p>
      )}
      {deployment && <DeploymentLinks deployment={deployment} />}
      <Facts
        facts={[
          {
            term: ended ? 'Ended' : phase === 'planned' ? 'Planned for' : 'Began',
            value: <Time value={until ?? at} />,
          },
          ...(ended
            ? [
                {
                  term: 'Took',
                  value:
                    deployment?.durationMs != null ? (
                      <Duration millis={deployment.durationMs} />
                    ) : (
                      <span className="text-fg-subtle">nobody told when it began</span>
                    ),
                },
              ]
            : phase === 'running'
              ? [{ term: 'Running for', value: <Elapsed since={at} /> }]
              : []),
          { term: 'By', value: by || <span className="text-fg-subtle">nobody named</span> },
          ...(deployment?.source ? [{ term: 'Reported by', value: deployment.source }] : []),
          ...(deployment?.verified
            ? [
                {
                  term: 'Verified',
                  value: (
                    <VerifiedBy
                      verified={deployment.verified}
                      sha={deployment.sha}
                      environment={deployment.environment}
                    />
                  ),
                },
              ]
            : []),
          ...(deployment?.branch ? [{ term: 'Branch', value: deployment.branch }] : []),
          {
            term: 'Event',
            value: (
              <Link
                href={eventHref(known.id)}
                prefetch={false}
                className="rounded-xs text-accent-fg underline-offset-2 hover:underline"
              >
                {deployment?.title ?? versionText(known.version)}
              </Link>
            ),
          },
        ]}
      />
      {deployment && deployment.caused.length > 0 && <Caused caused={deployment.caused} />}
    </div>
  );
}

const why = {
  confirmed: 'confirmed by a person',
  related: 'related',
  window: 'came within the window after it',
} as const;

function Caused({ caused }: { caused: DeploymentDetailWire['caused'] }) {
  return (
    <div>
      <h4 className="mb-1 text-xs font-medium text-fg-muted">What followed from it</h4>
      <ul className="flex flex-col gap-1">
        {caused.map(({ number, eventId, title, at, why: reason }) => (
          <li key={eventId} className="flex min-w-0 items-baseline gap-2">
            <Link
              href={number === null ? eventHref(eventId) : incidentHref(number)}
              prefetch={false}
              data-tip={why[reason]}
              className="min-w-0 flex-1 truncate rounded-xs hover:underline"
            >
              {number !== null && <span className="nums text-fg-subtle">#{number} </span>}
              {title}
            </Link>
            <Time value={at} focusable={false} className="shrink-0 text-xs text-fg-subtle" />
          </li>
        ))}
      </ul>
    </div>
  );
}
