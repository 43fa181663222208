'use client';

import type { ReactNode } from 'react';
import { kindLabel } from '@/components/glyphs/kinds';
import { cn } from '@/components/ui/cn';
import type { EventWire } from '@/lib/events/schemas';

/** A part of an event with its heading. */
export function Section(props: { title: string; note?: ReactNode; children: ReactNode; className?: string }) {
  return (
    <section className={cn('min-w-0 border-t border-line pt-3', props.className)}>
      <h3 className="mb-2 flex items-baseline gap-2 text-xs font-semibold">
        {props.title}
        {props.note && <span className="nums font-normal text-fg-subtle">{props.note}</span>}
      </h3>
      {props.children}
    </section>
  );
}

/** What a neighbour is called: its kind, for a screen reader, and its title. */
export function EventLink(props: {
  id: string;
  kind: EventWire['kind'];
  title: string;
  onOpen?: (id: string) => void;
  className?: string;
}) {
  const { id, kind, title, onOpen, className } = props;
  return (
    <a
      href={`/events/${encodeURIComponent(id)}`}
      className={cn('truncate hover:underline', className)}
      onClick={(press) => {
        if (!onOpen || press.metaKey || press.ctrlKey || press.shiftKey || press.altKey) return;
        press.preventDefault();
        onOpen(id);
      }}
    >
      <span className="sr-only">{kindLabel[kind]}: </span>
      {title}
    </a>
  );
}

/** Over an event that somebody deleted while it was looked at. */
export function Gone() {
  return (
    <p
      role="status"
      data-phase="attention"
      className="mb-4 rounded border border-phase-border bg-phase-bg px-3 py-2 text-phase-fg"
    >
      This event was deleted a moment ago. You see it as it was.
    </p>
  );
}
