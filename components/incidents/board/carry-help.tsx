import { Kbd } from '@/components/ui/kbd';
import type { IncidentStatus } from '@/lib/incidents/vocabulary';
import { incidentStatusLabel } from './words';

/** A card that is carried by keyboard, and where it would be put. */
export interface Held {
  number: number;
  to: IncidentStatus;
}

/** What the keys do while a card is carried. */
export function CarryHelp({ held }: { held: Held }) {
  return (
    <div
      data-print="hide"
      className="enter-fade pointer-events-none fixed inset-x-0 bottom-4 z-side flex justify-center px-4"
    >
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border border-line-strong bg-surface-1 px-3 py-2 shadow-overlay">
        <span>
          <span className="nums">#{held.number}</span> to{' '}
          <strong className="font-semibold">{incidentStatusLabel[held.to]}</strong>
        </span>
        <span className="flex items-center gap-1.5 text-xs text-fg-muted">
          <Kbd keys="left" />
          <Kbd keys="right" /> choose
        </span>
        <span className="flex items-center gap-1.5 text-xs text-fg-muted">
          <Kbd keys="space" /> put it there
        </span>
        <span className="flex items-center gap-1.5 text-xs text-fg-muted">
          <Kbd keys="escape" /> put it back
        </span>
      </p>
    </div>
  );
}
