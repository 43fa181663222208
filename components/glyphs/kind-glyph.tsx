import type { EventKind, Phase } from '@/lib/events/vocabulary';
import { kindLabel, kindOutlines, kindPaths } from './kinds';

type KindGlyphProps = {
  kind: EventKind;
  /** Colours the shape; planned is an outline. Without one it takes the colour of the text around it. */
  phase?: Phase;
  /** Pixels. Drawn for 12 to 16. */
  size?: number;
  /** The glyph is the only thing that says the kind: gives it a name and a tip. */
  labelled?: boolean;
  className?: string;
};

/** What sort of activity it is, as a shape. */
export function KindGlyph({ kind, phase, size = 14, labelled = false, className }: KindGlyphProps) {
  const planned = phase === 'planned';
  const named = labelled
    ? ({ role: 'img', 'aria-label': kindLabel[kind], 'data-tip': kindLabel[kind] } as const)
    : ({ 'aria-hidden': true } as const);
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: named or hidden by the attributes spread below
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      data-phase={phase}
      className={className ? `shrink-0 ${className}` : 'shrink-0'}
      {...named}
    >
      {planned ? (
        <path
          d={kindOutlines[kind]}
          fill="none"
          stroke="var(--phase-solid)"
          strokeWidth={1.25}
          strokeLinejoin="round"
          strokeLinecap="round"
        />
      ) : (
        <path d={kindPaths[kind]} fillRule="evenodd" fill={phase ? 'var(--phase-solid)' : 'currentColor'} />
      )}
    </svg>
  );
}
