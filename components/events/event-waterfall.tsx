import { ChartNoAxesGantt } from 'lucide-react';
import Link from 'next/link';
import { durationHref } from '@/components/frame/navigation';
import type { EventWire } from '@/lib/events/schemas';

/** What is part of a chain from build to recovery. */
const chained: ReadonlySet<EventWire['kind']> = new Set(['build', 'deployment', 'incident']);

/** The way to the waterfall of what came before and after. */
export function EventWaterfall({ event }: { event: EventWire }) {
  if (!chained.has(event.kind)) return null;
  return (
    <Link
      href={durationHref(event.id)}
      prefetch={false}
      data-print="hide"
      className="inline-flex items-center gap-1.5 self-start rounded-xs text-accent-fg underline-offset-2 hover:underline"
    >
      <ChartNoAxesGantt size={14} aria-hidden />
      Waterfall from build to recovery
    </Link>
  );
}
