'use client';

import { type ReactNode, type Ref, useState } from 'react';
import { Markdown } from '@/components/markdown/markdown';
import { Textarea } from '@/components/ui/input';
import { SegmentedControl } from '@/components/ui/segmented-control';

type MarkdownFieldProps = {
  ref?: Ref<HTMLTextAreaElement>;
  label: string;
  value: string;
  onChange: (text: string) => void;
  /** Ctrl or ⌘ with Enter. */
  onSend?: () => void;
  placeholder?: string;
  maxLength?: number;
  rows?: number;
  /** Buttons at the end of its foot. */
  actions?: ReactNode;
  className?: string;
};

/** A field for Markdown with a preview that is what others will see. */
export function MarkdownField(props: MarkdownFieldProps) {
  const { ref, label, value, onChange, onSend, placeholder, maxLength, rows, actions, className } = props;
  const [view, setView] = useState<'write' | 'preview'>('write');
  const empty = value.trim() === '';
  return (
    <div className="flex min-w-0 flex-col gap-2">
      {view === 'write' ? (
        <Textarea
          ref={ref}
          aria-label={label}
          placeholder={placeholder}
          rows={rows}
          maxLength={maxLength}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              onSend?.();
            }
            if (event.key === 'Escape') event.currentTarget.blur();
          }}
          className={className}
        />
      ) : (
        <section
          aria-label={`${label}, preview`}
          className="min-h-16 rounded border border-dashed border-line-strong px-2.5 py-1.5"
        >
          {empty ? (
            <p className="text-fg-subtle">Nothing to show yet.</p>
          ) : (
            <Markdown text={value} level={4} />
          )}
        </section>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <SegmentedControl
          label={`${label}: write or preview`}
          value={view}
          onChange={setView}
          options={[
            { value: 'write', label: 'Write' },
            { value: 'preview', label: 'Preview' },
          ]}
          className="text-xs"
        />
        <span className="text-xs text-fg-subtle max-sm:hidden">Markdown</span>
        <span className="ml-auto flex gap-2">{actions}</span>
      </div>
    </div>
  );
}
