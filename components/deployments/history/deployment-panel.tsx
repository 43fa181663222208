'use client';

import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronUp } from 'lucide-react';
import Link from 'next/link';
import { eventHref } from '@/components/frame/navigation';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { Time } from '@/components/time/time';
import { Button, buttonClass, IconButton } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { SidePanel } from '@/components/ui/side-panel';
import { Skeleton, SkeletonRows } from '@/components/ui/skeleton';
import { deploymentOptions } from '@/lib/deployments/queries';
import type { DeploymentWire } from '@/lib/deployments/schemas';
import { DeploymentFacts } from '../deployment-facts';

const nextWords = {
  superseded: 'Another version took its place.',
  rolled_back: 'It was rolled back.',
  redeployed: 'The same version came again.',
  retried: 'The same version was tried again, and arrived.',
} as const;

const reportWords = {
  pending: 'Pending',
  started: 'Started',
  completed: 'Completed',
  failed: 'Failed',
  aborted: 'Aborted',
} as const;

/** One deployment beside the history: what it was, what was before and what came after. */
export function DeploymentPanel(props: {
  id: string;
  known: DeploymentWire | undefined;
  onStep: (by: 1 | -1) => void;
  onOpen: (id: string) => void;
  onCompare: (ids: readonly string[]) => void;
}) {
  const { id, known, onStep, onOpen, onCompare } = props;
  const answer = useQuery(deploymentOptions(id));
  const deployment = answer.data;
  const face = deployment ?? known;
  return (
    <SidePanel
      params={['deployment']}
      eyebrow={face?.environment && <EnvironmentTag name={face.environment} plain />}
      title={face ? face.service : <Skeleton width="12rem" height="1.1rem" />}
      actions={
        <>
          <IconButton label="Previous deployment" keys="k" size="sm" onClick={() => onStep(-1)}>
            <ChevronUp size={15} aria-hidden />
          </IconButton>
          <IconButton label="Next deployment" keys="j" size="sm" onClick={() => onStep(1)}>
            <ChevronDown size={15} aria-hidden />
          </IconButton>
        </>
      }
      footer={
        <>
          {deployment?.previousId && (
            <Button onClick={() => onCompare([deployment.previousId as string, id])}>
              Compare with the one before
            </Button>
          )}
          <Link href={eventHref(id)} prefetch={false} className={buttonClass('ghost')}>
            Its event
          </Link>
        </>
      }
    >
      {face ? (
        <div className="flex flex-col gap-5">
          <DeploymentFacts service={face.service} known={face} deployment={deployment} />
          {deployment && (deployment.nextStep || deployment.reports.length > 0) && (
            <section className="border-t border-line pt-3">
              {deployment.nextStep && (
                <p className="flex flex-wrap items-baseline gap-x-2">
                  {nextWords[deployment.nextStep]}
                  {deployment.nextId && (
                    <button
                      type="button"
                      onClick={() => onOpen(deployment.nextId as string)}
                      className="rounded-xs text-accent-fg underline-offset-2 hover:underline"
                    >
                      Show that one
                    </button>
                  )}
                </p>
              )}
              {deployment.reports.length > 0 && (
                <>
                  <h3 className="mt-3 mb-1.5 text-xs font-semibold text-fg-muted first:mt-0">
                    What its run reported
                  </h3>
                  <ol>
                    {deployment.reports.map(({ status, receivedAt }) => (
                      <li key={status} className="flex gap-3 py-0.5">
                        <span className="w-24">{reportWords[status]}</span>
                        <Time value={receivedAt} show="seconds" className="text-fg-muted" />
                      </li>
                    ))}
                  </ol>
                </>
              )}
            </section>
          )}
        </div>
      ) : answer.isError ? (
        <ErrorState
          compact
          title="The deployment could not be read"
          text="It may have been deleted, or the address is of another server."
          detail={answer.error.message}
          onRetry={() => answer.refetch()}
          retrying={answer.isFetching}
        />
      ) : (
        <SkeletonRows rows={6} label="Loading the deployment" />
      )}
    </SidePanel>
  );
}
