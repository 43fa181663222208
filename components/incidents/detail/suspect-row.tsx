'use client';

import { Check, ChevronRight, Undo2, X } from 'lucide-react';
import Link from 'next/link';
import { serviceHref } from '@/components/frame/navigation';
import { PhaseBadge } from '@/components/glyphs/badges';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { KindGlyph } from '@/components/glyphs/kind-glyph';
import { kindLabel } from '@/components/glyphs/kinds';
import { formatDuration } from '@/components/time/format';
import { Time } from '@/components/time/time';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import type { IncidentDetailWire, SuspectWire } from '@/lib/incidents/schemas';
import type { SuspectPart, Verdict } from '@/lib/incidents/vocabulary';

const partLabel: Record<SuspectPart, string> = {
  closeness: 'Close in time',
  distance: 'Close in the graph',
  environment: 'Environment',
  kind: 'Kind of change',
  outcome: 'Outcome',
  firstSight: 'New error',
  past: 'Past guilt',
};

type SuspectRowProps = {
  suspect: SuspectWire;
  incident: IncidentDetailWire;
  /** Shows the parts of its score from the start. */
  open: boolean;
  fixed: boolean;
  pending: boolean;
  onJudge: (verdict: Verdict | null) => void;
};

/** One change that may have done it: what it was, how near, the score with its parts, and a verdict. */
export function SuspectRow({ suspect, incident, open, fixed, pending, onJudge }: SuspectRowProps) {
  const { event, rank, score, parts, beforeMs, path, verdict, verdictBy, verdictAt } = suspect;
  const confirmed = verdict === 'confirmed';
  const titleId = `suspect-title-${event.id}`;
  return (
    <li
      id={`suspect-${event.id}`}
      data-suspect={event.id}
      data-verdict={verdict ?? undefined}
      data-phase={confirmed ? 'succeeded' : undefined}
      aria-labelledby={titleId}
      className={cn(
        'relative scroll-mt-16 border-b border-line px-panel py-3 last:border-b-0 target:bg-accent-bg',
        confirmed && 'bg-phase-bg',
      )}
    >
      {confirmed && <span aria-hidden className="absolute inset-y-0 left-0 w-0.5 bg-phase-solid" />}
      <div className="flex items-start gap-3">
        <span
          className="nums mt-px w-4 shrink-0 text-right text-md font-semibold text-fg-subtle"
          data-tip={`Rank ${rank}`}
        >
          <span className="sr-only">Rank </span>
          {rank}
        </span>
        <div className="min-w-0 flex-1">
          <div className="flex items-start gap-2">
            <KindGlyph kind={event.kind} phase={event.phase} className="mt-0.75" labelled />
            <Link
              id={titleId}
              href={`/events/${encodeURIComponent(event.id)}`}
              prefetch={false}
              className="min-w-0 font-medium wrap-anywhere hover:underline"
            >
              <span className="sr-only">{kindLabel[event.kind]}: </span>
              {event.title}
            </Link>
            <span
              className="nums ml-auto shrink-0 text-md leading-5 font-semibold"
              data-tip={`Score ${round(score)} of 100, the sum of its parts`}
            >
              <span className="sr-only">Score </span>
              {Math.round(score)}
            </span>
          </div>
          <div
            className={cn(
              'mt-1 grid gap-x-4 gap-y-2',
              verdict === null && 'sm:grid-cols-[minmax(0,1fr)_auto] sm:items-start',
            )}
          >
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-xs text-fg-muted">
                <span className="font-medium text-fg" data-tip-side="top">
                  {nearness(beforeMs)}
                </span>
                <Time value={event.at} show="minute" className="text-fg-subtle" />
                <Link href={serviceHref(event.service)} prefetch={false} className="hover:underline">
                  {event.service}
                </Link>
                {event.version !== null && !event.title.includes(event.version) && (
                  <Badge>{event.version}</Badge>
                )}
                {event.environment !== null && <EnvironmentTag name={event.environment} plain />}
                <PhaseBadge phase={event.phase} status={event.status} plain />
                {path.length > 1 && (
                  <span
                    className="text-fg-subtle"
                    data-tip={`In the catalog’s graph, from ${incident.service}`}
                  >
                    {path.join(' to ')}
                  </span>
                )}
              </p>
              <ScoreBar parts={parts} />
              <details className="group/parts mt-1" open={open && verdict !== 'cleared'}>
                <summary className="flex items-start gap-1 text-xs text-fg-muted hover:text-fg">
                  <ChevronRight
                    size={12}
                    aria-hidden
                    className="mt-0.75 shrink-0 transition-transform group-open/parts:rotate-90"
                  />
                  <span className="group-open/parts:hidden">{inShort(parts)}</span>
                  <span className="hidden group-open/parts:inline">Why {Math.round(score)} of 100</span>
                </summary>
                <ul aria-label="Parts of the score" className="mt-2 flex flex-col gap-1.5 text-xs">
                  {parts.map((part) => (
                    <li
                      key={part.part}
                      className="grid grid-cols-[7.5rem_3.5rem_4rem_minmax(0,1fr)] items-center gap-x-2 max-sm:grid-cols-[minmax(0,1fr)_4rem_4rem]"
                    >
                      <span className={part.points === 0 ? 'text-fg-subtle' : undefined}>
                        {partLabel[part.part]}
                      </span>
                      <span aria-hidden className="h-1.5 overflow-hidden rounded-full bg-surface-3">
                        <span
                          className={cn(
                            'block h-full rounded-full',
                            part.points < 0 ? 'bg-fg-subtle' : 'bg-accent',
                          )}
                          style={{ width: `${share(part.points, part.most)}%` }}
                        />
                      </span>
                      <span className="nums text-right whitespace-nowrap text-fg-muted">
                        {round(part.points)}
                        <span className="text-fg-subtle"> / {round(part.most)}</span>
                      </span>
                      <span className="min-w-0 text-pretty text-fg-muted wrap-anywhere max-sm:col-span-3 max-sm:-mt-1">
                        {part.reason}
                      </span>
                    </li>
                  ))}
                </ul>
              </details>
            </div>
            <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
              {verdict === null ? (
                !fixed && (
                  <span className="flex gap-2" data-print="hide">
                    <Button
                      size="sm"
                      icon={<Check size={13} aria-hidden />}
                      busy={pending}
                      aria-label={`Confirm: ${event.title}`}
                      data-tip="This change did it"
                      onClick={() => onJudge('confirmed')}
                    >
                      Confirm
                    </Button>
                    <Button
                      size="sm"
                      variant="ghost"
                      icon={<X size={13} aria-hidden />}
                      disabled={pending}
                      aria-label={`Clear: ${event.title}`}
                      data-tip="This change did not do it"
                      onClick={() => onJudge('cleared')}
                    >
                      Clear
                    </Button>
                  </span>
                )
              ) : (
                <>
                  <span
                    className={cn(
                      'inline-flex items-center gap-1.5 text-xs font-medium',
                      confirmed ? 'text-phase-fg' : 'text-fg-muted',
                    )}
                  >
                    {confirmed ? <Check size={13} aria-hidden /> : <X size={13} aria-hidden />}
                    <span>
                      {confirmed ? 'Confirmed as the cause' : 'Cleared'} by {verdictBy ?? 'somebody'}
                      {verdictAt !== null && (
                        <>
                          , <Time value={verdictAt} />
                        </>
                      )}
                    </span>
                  </span>
                  {!fixed && (
                    <span data-print="hide">
                      <Button
                        size="sm"
                        variant="ghost"
                        icon={<Undo2 size={13} aria-hidden />}
                        busy={pending}
                        aria-label={`Take back: ${event.title}`}
                        onClick={() => onJudge(null)}
                      >
                        Take back
                      </Button>
                    </span>
                  )}
                </>
              )}
            </div>
          </div>
        </div>
      </div>
    </li>
  );
}

/** The score as one bar: each part as long as what it adds, of a hundred. */
function ScoreBar({ parts }: { parts: SuspectWire['parts'] }) {
  const adding = parts.filter(({ points }) => points > 0);
  return (
    <div aria-hidden className="mt-2 flex h-1 gap-px overflow-hidden rounded-full bg-surface-3">
      {adding.map(({ part, points }, index) => (
        <span
          key={part}
          data-tip={`${partLabel[part]}: ${round(points)}`}
          className="h-full bg-accent"
          style={{ width: `${points}%`, opacity: 1 - index * 0.11 }}
        />
      ))}
    </div>
  );
}

const round = (value: number) => String(Math.round(value * 10) / 10);
const share = (points: number, most: number) =>
  most > 0 ? Math.max(0, Math.min(100, (Math.abs(points) / most) * 100)) : 0;

function nearness(beforeMs: number): string {
  if (Math.abs(beforeMs) < 1_000) return 'at its start';
  return beforeMs > 0 ? `${formatDuration(beforeMs)} before` : `${formatDuration(-beforeMs)} after its start`;
}

/** The two parts that add most, in words. */
function inShort(parts: SuspectWire['parts']): string {
  const best = parts
    .filter(({ points }) => points > 0)
    .toSorted((a, b) => b.points - a.points)
    .slice(0, 2);
  return best.map(({ reason }) => reason.replace(/\.$/, '')).join('. ') || 'Nothing speaks for it';
}
