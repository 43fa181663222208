'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import { PhaseMark } from '@/components/glyphs/phase-mark';

/** What went wrong, where somebody who has just pressed a button looks and listens. */
export function Notice({ children }: { children: ReactNode }) {
  return (
    <div
      role="alert"
      data-phase="failed"
      className="flex items-start gap-2 rounded border border-phase-border bg-phase-bg px-3 py-2 text-phase-fg"
    >
      <PhaseMark phase="failed" size={14} className="mt-0.5" />
      <p className="min-w-0 wrap-anywhere">{children}</p>
    </div>
  );
}

/** A step that took the place of a form: focus goes to it. */
export function NextStep({ title, children }: { title: string; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // The outside system: focus.
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="flex flex-col gap-3">
      <h2 ref={heading} tabIndex={-1} className="font-semibold outline-none">
        {title}
      </h2>
      {children}
    </section>
  );
}
