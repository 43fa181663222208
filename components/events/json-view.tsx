'use client';

import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { CopyButton } from '@/components/ui/copy-button';
import type { JsonValue } from '@/lib/events/schemas';

/** Longer than this is shown when asked for. */
const atOnce = 1_200;
const most = 200_000;

/** A piece of JSON as it was sent, laid out to be read. Text only: nothing in it is ever interpreted. */
export function JsonView({ title, value }: { title: string; value: JsonValue }) {
  const text = JSON.stringify(value, null, 2);
  const [open, setOpen] = useState(text.length <= atOnce);
  return (
    <section className="min-w-0 border-t border-line pt-3">
      <h3 className="flex items-center text-xs font-semibold">
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="group -ml-1 flex h-control-sm items-center gap-1 rounded-sm px-1"
        >
          <ChevronRight
            size={13}
            aria-hidden
            className="text-fg-subtle transition-transform duration-100 group-aria-expanded:rotate-90"
          />
          {title}
        </button>
        <CopyButton text={text} label={`Copy ${title.toLowerCase()}`} className="ml-auto" />
      </h3>
      {open && (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
          tabIndex={0}
          className="mt-1 max-h-80 overflow-auto rounded border border-line bg-surface-0 p-2.5 font-mono text-xs leading-5"
        >
          {text.length > most ? `${text.slice(0, most)}\n… cut here; copy gives all of it` : text}
        </pre>
      )}
    </section>
  );
}
