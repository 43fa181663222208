'use client';

import { X } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { announce } from '@/components/frame/live-region';
import { Button, IconButton } from './button';

export type Toast = {
  title: string;
  text?: string;
  /** A failure stays until it is dismissed; everything else goes by itself. */
  tone?: 'neutral' | 'failed';
  action?: { label: string; run: () => void };
};

type Shown = Toast & { id: number };

let shown: readonly Shown[] = [];
let lastId = 0;
const listeners = new Set<() => void>();
const none: readonly Shown[] = [];
const stay = 6_000;
const most = 3;

function set(next: readonly Shown[]) {
  shown = next;
  for (const listener of listeners) listener();
}

/** Shows a quiet note at the bottom and says it to screen readers. For outcomes that leave no other trace on the page. */
export function toast(note: Toast): void {
  lastId += 1;
  set([...shown, { ...note, id: lastId }].slice(-most));
  announce([note.title, note.text].filter(Boolean).join('. '));
}

function dismiss(id: number) {
  set(shown.filter((note) => note.id !== id));
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Where toasts appear. Once per page, in the frame. */
export function Toasts() {
  const notes = useSyncExternalStore(
    subscribe,
    () => shown,
    () => none,
  );
  if (notes.length === 0) return null;
  return (
    <section
      aria-label="Notes"
      data-print="hide"
      className="fixed right-0 bottom-0 z-toast flex w-full flex-col gap-2 p-3 sm:w-96"
    >
      {notes.map((note) => (
        <ToastCard key={note.id} note={note} />
      ))}
    </section>
  );
}

function ToastCard({ note }: { note: Shown }) {
  const [held, setHeld] = useState(false);
  const { id, tone } = note;

  // The outside system: time. It stands still while the reader is on the note.
  useEffect(() => {
    if (held || tone === 'failed') return;
    const timer = setTimeout(() => dismiss(id), stay);
    return () => clearTimeout(timer);
  }, [held, id, tone]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering or focusing it only holds its timer
    <div
      data-phase={tone === 'failed' ? 'failed' : undefined}
      className="enter-fade flex items-start gap-2 rounded-md border border-line-strong bg-surface-1 py-2 pr-2 pl-3 shadow-overlay data-[phase=failed]:border-phase-border"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <div className="min-w-0 flex-1 py-1">
        <p className={tone === 'failed' ? 'font-medium text-phase-fg' : 'font-medium'}>{note.title}</p>
        {note.text && <p className="text-fg-muted wrap-anywhere">{note.text}</p>}
      </div>
      {note.action && (
        <Button
          size="sm"
          onClick={() => {
            note.action?.run();
            dismiss(id);
          }}
        >
          {note.action.label}
        </Button>
      )}
      <IconButton label="Dismiss" size="sm" onClick={() => dismiss(id)}>
        <X size={14} aria-hidden />
      </IconButton>
    </div>
  );
}
