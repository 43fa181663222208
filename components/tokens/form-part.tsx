import type { ReactNode } from 'react';

/** A part of a form: what it is about at the left, its fields at the right. */
export function FormPart({ title, text, children }: { title: string; text: ReactNode; children: ReactNode }) {
  return (
    <section className="grid gap-x-8 gap-y-3 border-b border-line p-panel last:border-b-0 md:grid-cols-[15rem_minmax(0,1fr)]">
      <header>
        <h2 className="font-semibold">{title}</h2>
        <p className="mt-0.5 text-xs text-pretty text-fg-muted">{text}</p>
      </header>
      <div className="flex min-w-0 flex-col gap-4">{children}</div>
    </section>
  );
}
