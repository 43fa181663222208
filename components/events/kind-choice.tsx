'use client';

import { useId } from 'react';
import { KindGlyph } from '@/components/glyphs/kind-glyph';
import { kindLabel } from '@/components/glyphs/kinds';
import { type EventKind, eventKinds } from '@/lib/events/vocabulary';

/** The kind of an event: all of them at a glance. */
export function KindChoice({
  value,
  error,
  onChange,
}: {
  value: string;
  error?: string;
  onChange: (kind: EventKind) => void;
}) {
  const name = useId();
  return (
    <fieldset>
      <legend className="mb-1 text-xs font-medium text-fg-muted">Kind</legend>
      <div className="grid grid-cols-2 gap-1.5 sm:grid-cols-4">
        {eventKinds.map((kind) => (
          <label
            key={kind}
            className="relative flex h-control cursor-pointer items-center gap-2 rounded border border-line-strong px-2.5 text-fg-muted hover:bg-surface-2 has-checked:border-accent has-checked:bg-accent-bg has-checked:text-accent-fg has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-(--focus)"
          >
            <input
              type="radio"
              name={name}
              value={kind}
              checked={value === kind}
              onChange={() => onChange(kind)}
              className="absolute inset-0 cursor-pointer appearance-none outline-none"
            />
            <KindGlyph kind={kind} size={14} />
            <span className="truncate font-medium">{kindLabel[kind]}</span>
          </label>
        ))}
      </div>
      {error && (
        <p role="alert" className="mt-1 text-xs text-danger-fg">
          {error}
        </p>
      )}
    </fieldset>
  );
}
