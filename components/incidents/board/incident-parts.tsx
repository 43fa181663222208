import { Check } from 'lucide-react';
import { PriorityBadge } from '@/components/glyphs/badges';
import { KindGlyph } from '@/components/glyphs/kind-glyph';
import { kindLabel } from '@/components/glyphs/kinds';
import { PhaseMark } from '@/components/glyphs/phase-mark';
import { cn } from '@/components/ui/cn';
import type { Priority } from '@/lib/events/vocabulary';
import type { IncidentWire } from '@/lib/incidents/schemas';
import type { IncidentStatus } from '@/lib/incidents/vocabulary';
import { incidentStatusLabel, incidentStatusPhase } from './words';

/** Where an incident stands: mark and word. */
export function IncidentStatusMark({ status, className }: { status: IncidentStatus; className?: string }) {
  const phase = incidentStatusPhase[status];
  return (
    <span
      data-phase={phase}
      className={cn('inline-flex items-center gap-1.5 whitespace-nowrap text-phase-fg', className)}
    >
      <PhaseMark phase={phase} size={13} />
      {incidentStatusLabel[status]}
    </span>
  );
}

/** How grave, as the badge that priorities have everywhere; nobody has judged it: a dash. */
export function SeverityMark({ severity }: { severity: Priority | null }) {
  if (severity) return <PriorityBadge priority={severity} />;
  return (
    <span
      data-tip="Nobody has judged how grave it is"
      className="inline-flex h-5 min-w-6.5 items-center justify-center rounded-sm border border-dashed border-line-strong px-1 text-2xs text-fg-subtle"
    >
      –<span className="sr-only">no severity</span>
    </span>
  );
}

const parts = 24;

/** The course of an incident's signals in 24 equal parts of its life. Says nothing to screen readers: the count stands beside it. */
export function Sparkline({ activity, active }: { activity: readonly number[]; active: boolean }) {
  const most = Math.max(1, ...activity);
  return (
    <svg
      width={parts * 3 - 1}
      height={14}
      viewBox={`0 0 ${parts * 3 - 1} 14`}
      aria-hidden="true"
      data-tip={`Signals from its start ${active ? 'until now' : 'to its end'}, at most ${most.toLocaleString('en-GB')} in a 24th of it`}
      className={cn('shrink-0', active ? 'text-fg-muted' : 'text-fg-subtle')}
    >
      {activity.slice(0, parts).map((count, index) => {
        const height = count === 0 ? 1 : Math.max(2, (count / most) * 14);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of one length, told apart by nothing else
            key={index}
            x={index * 3}
            y={14 - height}
            width={2}
            height={height}
            rx={0.5}
            fill="currentColor"
            opacity={count === 0 ? 0.3 : 0.9}
          />
        );
      })}
    </svg>
  );
}

/** The change that is most suspect, or confirmed: glyph, title and score. */
export function TopSuspect({ suspect }: { suspect: NonNullable<IncidentWire['topSuspect']> }) {
  const { kind, phase, title, service, version, score, verdict } = suspect;
  const confirmed = verdict === 'confirmed';
  const what = version && !title.includes(version) ? `${title} ${version}` : title;
  // Of a deployment the service and the version say it all, and fit.
  const short = kind === 'deployment' && version ? `${service} ${version}` : what;
  return (
    <span
      className="flex min-w-0 items-center gap-1.5"
      data-tip={
        confirmed
          ? `Confirmed cause: ${what}, ${kindLabel[kind].toLowerCase()} of ${service}`
          : `Most suspect change: ${what}, ${kindLabel[kind].toLowerCase()} of ${service}. Score ${Math.round(score)} of 100`
      }
    >
      <KindGlyph kind={kind} phase={phase} size={12} />
      <span className="min-w-0 truncate">
        <span className="sr-only">{confirmed ? 'Confirmed cause: ' : 'Most suspect: '}</span>
        {short}
      </span>
      {confirmed ? (
        <span
          data-phase="succeeded"
          className="ml-auto inline-flex shrink-0 items-center gap-0.5 text-2xs font-medium text-phase-fg"
        >
          <Check size={11} strokeWidth={2.5} aria-hidden />
          Cause
        </span>
      ) : (
        <span className="nums ml-auto shrink-0 text-2xs text-fg-subtle">
          <span className="sr-only">score </span>
          {Math.round(score)}
        </span>
      )}
    </span>
  );
}
