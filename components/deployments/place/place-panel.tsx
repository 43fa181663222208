'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { CalendarOff, GitCompareArrows, Lock } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { environmentHref, lockHref, serviceHref } from '@/components/frame/navigation';
import { PhaseBadge } from '@/components/glyphs/badges';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { PhaseMark } from '@/components/glyphs/phase-mark';
import { Time } from '@/components/time/time';
import { buttonClass } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { SidePanel } from '@/components/ui/side-panel';
import { Skeleton } from '@/components/ui/skeleton';
import { deploymentListOptions, deploymentOptions, matrixOptions } from '@/lib/deployments/queries';
import type { CellDeploymentWire, CellWire } from '@/lib/deployments/schemas';
import { DeploymentFacts } from '../deployment-facts';
import { Age, ChangeMark } from '../deployment-parts';
import { NoDeployments } from '../deployments-empty';
import { type Place, pastQuery, placeQuery } from '../deployments-url';
import { versionText } from '../words';
import { PreflightVerdict } from './preflight-verdict';

/** One cell of the matrix: what runs there, what was tried, whether one can deploy, and what was before. */
export function PlacePanel(props: {
  place: Place;
  asOf: string | null;
  /** The cell as the matrix knows it, to show at once. */
  known: CellWire | null;
  /** A version that waits to come here: the one of the environment before. */
  suggested: string | null;
}) {
  const { place, asOf, known, suggested } = props;
  const { service, environment } = place;
  const answer = useQuery(matrixOptions(placeQuery(place, asOf)));
  // While another place is read, its answer is the former one's.
  const own = answer.data?.items
    .find((item) => item.service === service)
    ?.cells.find((one) => one.environment === environment);
  const cell = own ?? known;
  const settled = answer.isSuccess && !answer.isPlaceholderData;
  return (
    <SidePanel
      params={['open', 'in']}
      eyebrow={<EnvironmentTag name={environment} plain />}
      title={
        <Link href={serviceHref(service)} prefetch={false} className="rounded-xs hover:underline">
          {service}
        </Link>
      }
      footer={
        <>
          <Link
            href={environmentHref(environment, { service })}
            prefetch={false}
            className={buttonClass('secondary')}
          >
            Its history
          </Link>
          <Link href={environmentHref(environment)} prefetch={false} className={buttonClass('ghost')}>
            All of {environment}
          </Link>
        </>
      }
    >
      {cell ? (
        <div className="flex flex-col gap-5">
          {cell.current ? (
            <Known title="In place" service={service} known={cell.current} />
          ) : (
            <p className="text-fg-muted">Nothing is in place here{asOf === null ? '' : ' at that time'}.</p>
          )}
          {cell.attempt && (
            <Known
              title={cell.attempt.phase === 'running' ? 'Under way' : 'Last attempt'}
              service={service}
              known={cell.attempt}
            />
          )}
          {cell.planned && <Planned planned={cell.planned} />}
          <Closed cell={cell} />
          {asOf === null && (
            <Part title="Can I deploy?">
              <PreflightVerdict key={`${service}\n${environment}`} place={place} suggested={suggested} />
            </Part>
          )}
          <Past place={place} asOf={asOf} />
        </div>
      ) : answer.isError ? (
        <ErrorState
          compact
          title="This place could not be read"
          text="Nothing is lost: the panel only shows it."
          detail={answer.error.message}
          onRetry={() => answer.refetch()}
          retrying={answer.isFetching}
        />
      ) : settled ? (
        <div className="-mx-4">
          <NoDeployments where={environment} />
        </div>
      ) : (
        <PanelSkeleton />
      )}
    </SidePanel>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="min-w-0 border-t border-line pt-3 first:border-t-0 first:pt-0">
      <h3 className="mb-2 text-xs font-semibold text-fg-muted">{title}</h3>
      {children}
    </section>
  );
}

function Known({ title, service, known }: { title: string; service: string; known: CellDeploymentWire }) {
  const deployment = useQuery(deploymentOptions(known.id));
  return (
    <Part title={title}>
      <DeploymentFacts service={service} known={known} deployment={deployment.data} />
      {deployment.isError && !deployment.data && (
        <p role="alert" className="mt-2 text-fg-muted">
          The rest could not be read: {deployment.error.message}
        </p>
      )}
    </Part>
  );
}

function Planned({ planned }: { planned: CellDeploymentWire }) {
  return (
    <Part title="Planned">
      <p className="flex flex-wrap items-center gap-x-2">
        <PhaseBadge phase="planned" plain />
        <span className="font-mono text-xs">{versionText(planned.version)}</span>
        <Time value={planned.at} className="text-fg-muted" />
        {planned.by && <span className="text-fg-muted">by {planned.by}</span>}
      </p>
    </Part>
  );
}

/** What keeps others out. */
function Closed({ cell: { lock, window } }: { cell: CellWire }) {
  if (!lock && !window) return null;
  return (
    <Part title="Closed to others">
      <ul className="flex flex-col gap-2">
        {lock && (
          <li className="flex items-start gap-2">
            <Lock size={14} aria-hidden className="mt-0.5 shrink-0 text-fg-subtle" />
            <p className="min-w-0 wrap-anywhere">
              <Link
                href={lockHref(lock.id)}
                prefetch={false}
                className="rounded-xs font-medium hover:underline"
              >
                {lock.holder}
              </Link>{' '}
              holds a lock
              {lock.expiresAt && (
                <>
                  {' '}
                  until <Time value={lock.expiresAt} show="minute" />
                </>
              )}
              {lock.reason && <span className="block text-fg-muted">{lock.reason}</span>}
            </p>
          </li>
        )}
        {window && (
          <li className="flex items-start gap-2">
            <CalendarOff size={14} aria-hidden className="mt-0.5 shrink-0 text-fg-subtle" />
            <p className="min-w-0 wrap-anywhere">
              <Link
                href="/settings/rules"
                prefetch={false}
                className="rounded-xs font-medium hover:underline"
              >
                {window.name}
              </Link>
              : no deployments until <Time value={window.until} show="minute" />
              {window.reason && <span className="block text-fg-muted">{window.reason}</span>}
            </p>
          </li>
        )}
      </ul>
    </Part>
  );
}

function Past({ place, asOf }: { place: Place; asOf: string | null }) {
  const past = useInfiniteQuery(deploymentListOptions(pastQuery(place, asOf)));
  const mine = past.data?.pages
    .flatMap(({ items }) => items)
    .filter((item) => item.service === place.service && item.environment === place.environment);
  const [last, before] = mine ?? [];
  return (
    <Part title="Before">
      {past.isError && !mine ? (
        <p role="alert" className="text-fg-muted">
          What was before could not be read: {past.error.message}
        </p>
      ) : !mine || past.isPlaceholderData ? (
        <div role="status" className="flex flex-col gap-3 py-1">
          <span className="sr-only">Loading what was before</span>
          {[0, 1, 2].map((index) => (
            <Skeleton key={index} width={`${80 - index * 12}%`} />
          ))}
        </div>
      ) : (
        <>
          <ol className="flex flex-col">
            {mine.map((item) => (
              <li
                key={item.id}
                className="grid grid-cols-[auto_minmax(0,1fr)_auto_auto] items-center gap-x-2 py-1"
              >
                <PhaseMark phase={item.phase} size={13} labelled />
                <Link
                  href={environmentHref(place.environment, { service: place.service, deployment: item.id })}
                  prefetch={false}
                  className="truncate rounded-xs font-mono text-xs hover:underline"
                >
                  {versionText(item.version)}
                </Link>
                <ChangeMark change={item.change} className="text-xs" />
                <Age value={item.at} asOf={asOf} className="w-16 text-right text-xs text-fg-subtle" />
              </li>
            ))}
          </ol>
          {last && before && (
            <Link
              href={
                `${environmentHref(place.environment, { service: place.service })}&compare=${before.id}&compare=${last.id}` as ReturnType<
                  typeof environmentHref
                >
              }
              prefetch={false}
              className={`${buttonClass('secondary', 'sm')} mt-2`}
            >
              <GitCompareArrows size={13} aria-hidden />
              Compare the last two
            </Link>
          )}
        </>
      )}
    </Part>
  );
}

function PanelSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-3">
      <span className="sr-only">Loading the place</span>
      <Skeleton width="9rem" height="1.25rem" />
      {[48, 37, 55, 30, 44].map((width) => (
        <div key={width} className="flex gap-6 py-0.5">
          <Skeleton width="5rem" />
          <Skeleton width={`${width}%`} />
        </div>
      ))}
    </div>
  );
}
