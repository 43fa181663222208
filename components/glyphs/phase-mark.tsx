import type { ReactNode } from 'react';
import type { Phase } from '@/lib/events/vocabulary';
import { phaseLabel } from './phases';

const line = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.6,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const;
const cut = { ...line, stroke: 'var(--phase-on)', strokeWidth: 1.75 } as const;

/** A mark for each phase, told apart by shape before colour. Box of 16 × 16. */
const marks: Record<Phase, ReactNode> = {
  planned: <circle cx="8" cy="8" r="5.75" {...line} strokeDasharray="2.4 2.115" strokeLinecap="butt" />,
  running: (
    <>
      <circle cx="8" cy="8" r="5.75" {...line} />
      <path d="M8 4.5A3.5 3.5 0 0 1 8 11.5Z" fill="currentColor" />
    </>
  ),
  succeeded: (
    <>
      <circle cx="8" cy="8" r="6.5" fill="currentColor" />
      <path d="m5.2 8.3 2 2 3.7-4.2" {...cut} />
    </>
  ),
  failed: (
    <>
      <path d="M5.2 1.5H10.8L14.5 5.2V10.8L10.8 14.5H5.2L1.5 10.8V5.2Z" fill="currentColor" />
      <path d="m5.8 5.8 4.4 4.4m0-4.4-4.4 4.4" {...cut} />
    </>
  ),
  aborted: (
    <>
      <circle cx="8" cy="8" r="5.75" {...line} />
      <path d="m4.2 11.8 7.6-7.6" {...line} />
    </>
  ),
  attention: (
    <>
      <path
        d="M8 1.6 15 13.9H1Z"
        fill="currentColor"
        stroke="currentColor"
        strokeWidth="1"
        strokeLinejoin="round"
      />
      <path d="M8 6v3.6M8 11.9v.1" {...cut} />
    </>
  ),
  noted: <circle cx="8" cy="8" r="3.25" fill="currentColor" />,
};

/** The state of something, as a mark. Hidden from screen readers unless it is `labelled`: a word usually stands beside it. */
export function PhaseMark(props: { phase: Phase; size?: number; labelled?: boolean; className?: string }) {
  const { phase, size = 14, labelled = false, className } = props;
  const named = labelled
    ? ({ role: 'img', 'aria-label': phaseLabel[phase], 'data-tip': phaseLabel[phase] } as const)
    : ({ 'aria-hidden': true } as const);
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: named or hidden by the attributes spread below
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      data-phase={phase}
      className={className ? `shrink-0 ${className}` : 'shrink-0'}
      style={{ color: 'var(--phase-solid)' }}
      {...named}
    >
      {marks[phase]}
    </svg>
  );
}
