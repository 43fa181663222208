import { PhaseMark } from '@/components/glyphs/phase-mark';
import type { LockTermWire } from '@/lib/locks/operations';
import type { LockEnding } from '@/lib/locks/schemas';
import { endedInWords } from './words';

const phases = {
  released: 'succeeded',
  auto_released: 'succeeded',
  expired: 'attention',
  taken_over: 'failed',
  moved: 'noted',
  dropped: 'aborted',
} as const satisfies Record<LockEnding, string>;

/** How a term ended: a mark and words. One that goes on says so. */
export function Ending({ term }: { term: Pick<LockTermWire, 'state' | 'endedAs' | 'endedBy' | 'holder'> }) {
  const phase = term.state === 'held' ? 'running' : phases[term.endedAs ?? 'released'];
  return (
    <span data-phase={phase} className="inline-flex items-center gap-1.5 whitespace-nowrap text-phase-fg">
      <PhaseMark phase={phase} size={12} />
      {term.state === 'held' ? 'Goes on' : endedInWords(term)}
    </span>
  );
}
