import { cn } from '@/components/ui/cn';
import { inferTier } from '@/lib/catalog/tiers';
import type { EnvironmentTier } from '@/lib/events/vocabulary';

/** How many of the three steps towards users an environment has taken. */
const steps: Record<EnvironmentTier, number> = {
  development: 1,
  test: 2,
  staging: 3,
  production: 4,
  other: 0,
};

type EnvironmentTagProps = {
  name: string;
  /** Inferred from the name when it is not known. */
  tier?: EnvironmentTier;
  /** Without the box, for dense tables and menus. */
  plain?: boolean;
  className?: string;
};

/** Where: the name, and how near to users that is, as a ladder. No colour: an environment is a place, not a state. */
export function EnvironmentTag({
  name,
  tier = inferTier(name),
  plain = false,
  className,
}: EnvironmentTagProps) {
  return (
    <span
      data-tip={tier === 'other' ? undefined : `${name}: ${tier}`}
      className={cn(
        'inline-flex max-w-full min-w-0 items-center gap-1.5 align-middle',
        !plain && 'h-5 rounded-sm border border-line-strong px-1.5 text-xs',
        !plain && tier === 'production' && 'bg-surface-3 font-medium',
        className,
      )}
    >
      <TierMark tier={tier} />
      <span className="truncate">{name}</span>
    </span>
  );
}

function TierMark({ tier }: { tier: EnvironmentTier }) {
  return (
    <svg width="11" height="10" viewBox="0 0 11 10" aria-hidden="true" className="shrink-0">
      {[0, 1, 2, 3].map((step) => (
        <rect
          key={step}
          x={step * 3}
          y={7 - step * 2}
          width="2"
          height={3 + step * 2}
          rx="0.5"
          fill="currentColor"
          opacity={step < steps[tier] ? 0.85 : 0.22}
        />
      ))}
    </svg>
  );
}
