'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import type { Route } from 'next';
import Link from 'next/link';
import { useUrlParam } from '@/components/frame/use-url-state';
import { Time } from '@/components/time/time';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { SkeletonRows } from '@/components/ui/skeleton';
import { violationListOptions } from '@/lib/preflight/queries';
import type { ViolationWire } from '@/lib/preflight/rule-schemas';
import { shownOf, type ViolationsShown, violationQuery } from './violation-query';

const labels: Record<ViolationsShown, string> = { all: 'All', stopped: 'Stopped', reported: 'Only reported' };

/** Deployments that rules stopped, or would have stopped: of one rule, or of all with a choice. */
export function ViolationList({ rule }: { rule?: string }) {
  const [param, setShown] = useUrlParam<string>('shown', 'all');
  const shown = rule ? 'all' : shownOf(param);
  const list = useInfiniteQuery(violationListOptions(violationQuery({ shown, ...(rule ? { rule } : {}) })));
  const items = list.data?.pages.flatMap((page) => page.items);
  return (
    <div id="broken" className="scroll-mt-16">
      <Panel
        title={rule ? 'What it stopped' : 'What was stopped'}
        description={
          rule
            ? 'Starts that broke this rule, newest first.'
            : 'Starts that broke a rule or a held lock, newest first. Rules that only report let them go on.'
        }
        padded={false}
        actions={
          rule ? undefined : (
            <SegmentedControl<ViolationsShown>
              label="Which are shown"
              value={shown}
              onChange={setShown}
              options={(Object.keys(labels) as ViolationsShown[]).map((value) => ({
                value,
                label: labels[value],
              }))}
            />
          )
        }
      >
        {items ? (
          items.length === 0 ? (
            <p className="px-panel py-6 text-fg-muted">
              {shown === 'reported'
                ? 'Nothing was reported.'
                : shown === 'stopped'
                  ? 'Nothing was stopped.'
                  : 'Nothing yet. Only starts that pipelines report are judged: events that tell what has happened are facts.'}
            </p>
          ) : (
            <ul aria-busy={list.isPlaceholderData}>
              {items.map((item) => (
                <Violation key={item.id} violation={item} named={!rule} />
              ))}
            </ul>
          )
        ) : list.isError ? (
          <ErrorState
            compact
            title="What was stopped could not be read"
            text="Nothing is lost: it is kept on the server."
            detail={list.error.message}
            onRetry={() => list.refetch()}
            retrying={list.isFetching}
          />
        ) : (
          <SkeletonRows rows={3} label="Loading what was stopped" />
        )}
        {list.hasNextPage && (
          <div className="border-t border-line px-panel py-2">
            <Button size="sm" busy={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
              Show earlier ones
            </Button>
          </div>
        )}
      </Panel>
    </div>
  );
}

function Violation({ violation, named }: { violation: ViolationWire; named: boolean }) {
  const { service, environment, version, message, blocked, ruleId, ruleName, eventId, actor, at } = violation;
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 gap-y-1 border-b border-line px-panel py-2.5 last:border-b-0">
      <span data-phase={blocked ? 'failed' : 'attention'} className="w-20 shrink-0">
        <Badge tone="phase">{blocked ? 'stopped' : 'reported'}</Badge>
      </span>
      <div className="min-w-0 flex-1 max-sm:order-last max-sm:basis-full">
        <p className="wrap-anywhere">{message}</p>
        <p className="mt-0.5 flex flex-wrap gap-x-3 text-xs wrap-anywhere text-fg-subtle">
          {named &&
            (ruleId ? (
              <Link
                href={`/settings/rules/${ruleId}` as Route}
                className="rounded-xs hover:text-fg hover:underline"
              >
                {ruleName}
              </Link>
            ) : (
              <span>{ruleName}</span>
            ))}
          <span>
            {service} {version && <span className="font-mono">{version}</span>} to {environment}
          </span>
          {actor && <span>by {actor}</span>}
          {eventId && (
            <Link
              href={`/events/${eventId}` as Route}
              prefetch={false}
              className="rounded-xs text-accent-fg hover:underline"
            >
              Its event
            </Link>
          )}
        </p>
      </div>
      <Time value={at} className="shrink-0 text-xs text-fg-muted max-sm:ml-auto" />
    </li>
  );
}
