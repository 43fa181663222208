import { cn } from '@/components/ui/cn';
import { type Severity, type SlaLevel, severities } from '@/lib/catalog/vocabulary';
import { severityLabel, slaLabel } from './labels';

const pill =
  'inline-flex h-5 shrink-0 items-center gap-1 rounded-sm border px-1.5 text-xs font-medium whitespace-nowrap align-middle';

const slaTone: Record<SlaLevel, string> = {
  critical: 'border-transparent bg-fg text-fg-inverse',
  high: 'border-fg-subtle text-fg',
  medium: 'border-line-strong text-fg-muted',
  low: 'border-line text-fg-subtle',
};

/** How much depends on it: critical stands out by weight, not by colour, which belongs to the state. */
export function SlaBadge({ level, className }: { level: SlaLevel; className?: string }) {
  return (
    <span className={cn(pill, slaTone[level], className)} data-tip={`Service level: ${level}`}>
      <span className="sr-only">Service level </span>
      {slaLabel[level]}
    </span>
  );
}

/** Seen in events or named by others, and described by nobody. */
export function DiscoveredBadge({ className }: { className?: string }) {
  return (
    <span
      data-phase="planned"
      data-tip="Seen in events, described by nobody yet"
      className={cn(pill, 'border-dashed border-phase-border text-phase-fg', className)}
    >
      Discovered
    </span>
  );
}

export function GoneBadge({ className }: { className?: string }) {
  return (
    <span data-phase="aborted" className={cn(pill, 'border-phase-border text-phase-fg', className)}>
      Gone
    </span>
  );
}

/** Older than it should be. */
export function OutdatedBadge({ className }: { className?: string }) {
  return (
    <span
      data-phase="attention"
      className={cn(pill, 'border-phase-border bg-phase-bg text-phase-fg', className)}
    >
      Outdated
    </span>
  );
}

/** How a severity is drawn: gravest in the colours of failure and attention, the rest by how much ink. */
export const severityFill: Record<Severity, string> = {
  critical: 'var(--failed-solid)',
  high: 'var(--attention-solid)',
  medium: 'var(--fg-subtle)',
  low: 'var(--border-control)',
  info: 'var(--border-strong)',
};

type Counts = Record<Severity | 'total', number>;

/** Vulnerabilities in a cell: the grave ones by number, the others as one. */
export function VulnerabilityCounts({ counts }: { counts: Counts }) {
  if (counts.total === 0) return <span className="text-fg-subtle">None</span>;
  const grave = severities.slice(0, 2).filter((severity) => counts[severity] > 0);
  const rest = counts.total - counts.critical - counts.high;
  const tip = severities
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severityLabel[severity].toLowerCase()}`)
    .join(', ');
  return (
    <span className="nums inline-flex items-center gap-2" data-tip={tip || `${counts.total} in total`}>
      {grave.map((severity) => (
        <span key={severity} className="inline-flex items-center gap-1">
          <span aria-hidden className="size-2 rounded-xs" style={{ background: severityFill[severity] }} />
          {counts[severity]}
          <span className="text-fg-subtle" aria-hidden>
            {severity[0]?.toUpperCase()}
          </span>
          <span className="sr-only">{severity}</span>
        </span>
      ))}
      {rest > 0 && (
        <span className="text-fg-muted">
          {grave.length > 0 ? '+' : ''}
          {rest}
          <span className="sr-only"> less grave</span>
        </span>
      )}
    </span>
  );
}
