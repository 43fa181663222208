import type { CSSProperties } from 'react';
import { cn } from './cn';

/** A part that is still waited for, in the size it will have. Lengths as CSS has them. */
export function Skeleton(props: {
  width?: CSSProperties['width'];
  height?: CSSProperties['height'];
  className?: string;
}) {
  return (
    <div
      aria-hidden
      className={cn('skeleton rounded-xs', props.className)}
      style={{ width: props.width ?? '100%', height: props.height ?? '0.75rem' }}
    />
  );
}

const widths = ['62%', '48%', '71%', '55%', '40%', '66%'];

/** Rows of a table or list that are still waited for: the height of the real ones, and one word for screen readers. */
export function SkeletonRows({ rows, label = 'Loading' }: { rows: number; label?: string }) {
  return (
    <div role="status">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders without identity
          key={index}
          className="flex h-row items-center gap-3 border-b border-line px-cell-x last:border-b-0"
        >
          <Skeleton width="0.875rem" height="0.875rem" className="shrink-0" />
          <Skeleton width={widths[index % widths.length]} />
          <Skeleton width="3.5rem" className="ml-auto shrink-0" />
        </div>
      ))}
    </div>
  );
}
