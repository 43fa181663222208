import { ArrowRight, Merge } from 'lucide-react';
import Link from 'next/link';
import { incidentHref } from '@/components/frame/navigation';
import type { IncidentDetailWire } from '@/lib/incidents/schemas';

const link = 'font-semibold underline decoration-current/40 underline-offset-2 hover:decoration-current';

/** Where a merged incident goes on, and which others came into this one. */
export function Merged({ incident }: { incident: IncidentDetailWire }) {
  const { mergedInto, mergedFrom } = incident;
  if (mergedInto !== null) {
    return (
      <p
        data-phase="attention"
        className="flex flex-wrap items-center gap-x-2 gap-y-1 rounded-lg border border-phase-border bg-phase-bg px-3 py-2.5 text-phase-fg"
      >
        <Merge size={15} aria-hidden />
        <span>This incident was merged. It goes on as</span>
        <Link href={incidentHref(mergedInto)} className={`inline-flex items-center gap-1 ${link}`}>
          incident #{mergedInto}
          <ArrowRight size={13} aria-hidden />
        </Link>
        <span className="text-fg-muted">Its signals, and what is done about them, are there.</span>
      </p>
    );
  }
  if (mergedFrom.length === 0) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-fg-muted">
      <Merge size={14} aria-hidden className="text-fg-subtle" />
      Merged into this one:
      {mergedFrom.map((number) => (
        <Link
          key={number}
          href={incidentHref(number)}
          prefetch={false}
          className="text-accent-fg hover:underline"
        >
          #{number}
        </Link>
      ))}
    </p>
  );
}
