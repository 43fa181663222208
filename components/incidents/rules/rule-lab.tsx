'use client';

import { useQuery } from '@tanstack/react-query';
import { FlaskConical } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useUrlParam } from '@/components/frame/use-url-state';
import { counted } from '@/components/incidents/board/words';
import { Button } from '@/components/ui/button';
import { ChartFrame, LegendItem } from '@/components/ui/chart-frame';
import { cn } from '@/components/ui/cn';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { Skeleton } from '@/components/ui/skeleton';
import { type ReplayQuestion, replayOptions } from '@/lib/incidents/rule-queries';
import type { ReplayWire, RuleDraft, RuleWire } from '@/lib/incidents/rule-schemas';
import { LabRows } from './lab-rows';
import { patchOf } from './rule-values';

const LabChart = dynamic(() => import('./lab-chart'), {
  ssr: false,
  loading: () => <Skeleton height="100%" />,
});

const spans = ['7', '14', '30', '90'] as const;
type Span = (typeof spans)[number];

export type Outcome = 'same' | 'new' | 'merged' | 'missed';

const outcomes: readonly { outcome: Outcome; label: string; meaning: string; phase: string }[] = [
  { outcome: 'same', label: 'Same', meaning: 'meets one that was really opened', phase: 'succeeded' },
  { outcome: 'new', label: 'New', meaning: 'opens where nothing was opened', phase: 'running' },
  { outcome: 'merged', label: 'Merged', meaning: 'meets several that were opened', phase: 'planned' },
  { outcome: 'missed', label: 'Missed', meaning: 'was opened, and not by this rule', phase: 'attention' },
];

/** Replays the last days under a rule as it stands in the form, and compares with what rules really opened. Changes nothing. */
export function RuleLab(props: {
  saved: RuleWire | null;
  before: RuleDraft;
  /** As it is typed; null while it is none. */
  rule: RuleDraft | null;
  onRefused: () => void;
}) {
  const { saved, before, rule, onRefused } = props;
  const [days, setDays] = useUrlParam<Span>('days', '14');
  const span = spans.includes(days) ? days : '14';
  const [asked, setAsked] = useState<ReplayQuestion | null>(null);
  const replay = useQuery(replayOptions(asked));
  const question: ReplayQuestion | null =
    rule &&
    (saved
      ? { id: saved.id, patch: patchOf(rule, before), days: Number(span) }
      : { rule, days: Number(span) });
  const ask = (next: ReplayQuestion | null) => {
    if (!next) return onRefused();
    // Pressed again, the same question is asked again: time has gone on.
    if (JSON.stringify(next) === JSON.stringify(asked)) void replay.refetch();
    setAsked(next);
  };
  const stale = asked !== null && JSON.stringify(question) !== JSON.stringify(asked);
  const changes = question && 'patch' in question ? Object.keys(question.patch).length : 0;

  return (
    <Panel
      title="Lab"
      description={
        saved
          ? changes === 0
            ? 'What this rule would have done in the last days, against what it really opened. Nothing is changed by it.'
            : 'What the changed rule would have done, against what the rule really opened. Nothing is saved by it.'
          : 'What this rule would have done among the others, against what rules really opened. Nothing is saved by it.'
      }
      padded={false}
      actions={
        <div className="flex flex-wrap items-center gap-2">
          <SegmentedControl<Span>
            label="Days to replay"
            value={span}
            onChange={(next) => {
              setDays(next, 'replace');
              if (asked && question) ask({ ...question, days: Number(next) });
            }}
            options={spans.map((value) => ({ value, label: `${value} d`, tip: `The last ${value} days` }))}
          />
          <Button
            variant="secondary"
            busy={replay.isFetching}
            icon={<FlaskConical size={14} aria-hidden />}
            onClick={() => ask(question)}
          >
            {asked === null ? 'Replay' : 'Replay again'}
          </Button>
        </div>
      }
    >
      {asked === null ? (
        <div className="flex min-h-40 flex-col items-start justify-center gap-1 px-panel py-6">
          <p className="font-medium">Nothing replayed yet</p>
          <p className="max-w-prose text-fg-muted">
            The lab takes the error signals of the last {span} days, as they were, and lets this rule decide
            about them. You see which incidents it would have opened, and which real ones it would have
            missed.
          </p>
        </div>
      ) : replay.isError ? (
        <ErrorState
          compact
          title="The replay failed"
          text="Nothing was changed by it, and what you typed is still here."
          detail={replay.error.message}
          onRetry={() => replay.refetch()}
          retrying={replay.isFetching}
        />
      ) : replay.data ? (
        <Result
          data={replay.data}
          days={asked.days}
          stale={stale && !replay.isFetching}
          old={replay.isPlaceholderData}
        />
      ) : (
        <LabSkeleton />
      )}
    </Panel>
  );
}

function Result({
  data,
  days,
  stale,
  old,
}: {
  data: ReplayWire;
  days: number;
  stale: boolean;
  old: boolean;
}) {
  const [shown, setShown] = useState<Outcome | null>(null);
  const { counts, signals, truncated } = data;
  const would = counts.same + counts.new + counts.merged;
  if (signals === 0 && counts.missed === 0) {
    return (
      <div className="flex min-h-40 flex-col items-start justify-center gap-1 px-panel py-6" role="status">
        <p className="font-medium">No signal of the last {days} days matches this rule</p>
        <p className="max-w-prose text-fg-muted">
          It would have opened nothing. Look at its levels, services, environments and message, and at the
          rules before it, which take their signals first.
        </p>
      </div>
    );
  }
  return (
    <div className={cn('flex flex-col', old && 'opacity-60')}>
      {stale && (
        <p
          role="status"
          data-phase="attention"
          className="border-b border-line bg-phase-bg px-panel py-2 text-phase-fg"
        >
          The rule has changed since. Replay again to see what that does.
        </p>
      )}
      <p className="border-b border-line px-panel py-2.5" aria-live="polite">
        {counted(signals, 'signal')} of the last {days} days match{signals === 1 ? 'es' : ''}: the rule would
        have opened <strong className="nums font-semibold">{counted(would, 'incident')}</strong>
        {counts.missed > 0 && ` and missed ${counted(counts.missed, 'real one')}`}.
        {truncated && (
          <span className="text-fg-muted">
            {' '}
            There were more signals than can be replayed; these are the newest.
          </span>
        )}
      </p>
      <div className="grid grid-cols-2 gap-px border-b border-line bg-line lg:grid-cols-4">
        {outcomes.map(({ outcome, label, meaning, phase }) => (
          <button
            key={outcome}
            type="button"
            aria-pressed={shown === outcome}
            disabled={counts[outcome] === 0}
            onClick={() => setShown(shown === outcome ? null : outcome)}
            className="flex flex-col items-start bg-surface-1 px-panel py-3 text-left hover:not-disabled:bg-surface-2 disabled:cursor-default aria-pressed:bg-accent-bg"
          >
            <span className="flex items-center gap-1.5 text-xs font-medium text-fg-muted">
              <span aria-hidden data-phase={phase} className="size-2 rounded-xs bg-phase-solid" />
              {label}
            </span>
            <span className="nums text-2xl font-semibold">{counts[outcome].toLocaleString('en-GB')}</span>
            <span className="text-xs text-fg-subtle">{meaning}</span>
          </button>
        ))}
      </div>
      <ChartFrame
        className="rounded-none border-0 border-b"
        level={3}
        title="Incidents by day"
        description="Would open against really opened, by the day of their start, UTC"
        file="rule-replay-by-day"
        table={{
          head: ['Day', 'Would open', 'Really opened', 'Signals'],
          rows: data.days.map(({ day, wouldOpen, opened, signals: count }) => ({
            key: day,
            cells: [day, wouldOpen, opened, count],
          })),
        }}
        legend={
          <>
            <LegendItem colour="var(--accent)">Would open</LegendItem>
            <LegendItem colour="var(--noted-solid)">Really opened</LegendItem>
          </>
        }
      >
        <LabChart days={data.days} />
      </ChartFrame>
      <LabRows data={data} shown={shown} onShowAll={() => setShown(null)} />
    </div>
  );
}

function LabSkeleton() {
  return (
    <div role="status">
      <span className="sr-only">Replaying</span>
      <div className="border-b border-line px-panel py-2.5">
        <Skeleton width="60%" height="1.25rem" />
      </div>
      <div className="grid grid-cols-2 gap-px border-b border-line bg-line lg:grid-cols-4">
        {outcomes.map(({ outcome }) => (
          <div key={outcome} className="bg-surface-1 px-panel py-3">
            <Skeleton width="3rem" height="1.125rem" />
            <Skeleton width="2.5rem" height="1.6rem" className="my-1" />
            <Skeleton width="70%" height="1rem" />
          </div>
        ))}
      </div>
      <div className="h-[19.25rem] border-b border-line p-panel">
        <Skeleton height="100%" />
      </div>
    </div>
  );
}
