'use client';

import { Pencil } from 'lucide-react';
import { useRef, useState } from 'react';
import { useKeys } from '@/components/frame/keys';
import { Button, IconButton } from '@/components/ui/button';
import { Textarea } from '@/components/ui/input';
import type { IncidentDetailWire } from '@/lib/incidents/schemas';
import type { Permission } from '@/lib/people/may';
import { usePatch } from './mutations';

/** The title, and a field in its place while somebody words it anew. Enter saves, Escape leaves it. */
export function TitleEdit(props: {
  incident: IncidentDetailWire;
  disabled: boolean;
  permission: Permission;
}) {
  const { incident, disabled, permission } = props;
  const [text, setText] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const patch = usePatch(incident);
  const edit = () => setText(incident.title);
  const leave = () => {
    setText(null);
    requestAnimationFrame(() => button.current?.focus());
  };
  const save = () => {
    const title = (text ?? '').replaceAll(/\s+/g, ' ').trim();
    if (title === '' || title === incident.title) return leave();
    patch.mutate({ title }, { onError: () => setText(title) });
    leave();
  };
  useKeys(
    'Incident',
    { e: { label: 'Edit the title', permission, run: edit } },
    { enabled: !disabled && text === null },
  );

  if (text === null) {
    return (
      <div className="group/title flex min-w-0 items-start gap-1.5">
        <h1 className="min-w-0 text-xl font-semibold text-pretty wrap-anywhere">{incident.title}</h1>
        {!disabled && (
          <span data-print="hide">
            <IconButton
              ref={button}
              label="Edit the title"
              keys="e"
              size="sm"
              onClick={edit}
              className="opacity-60 group-hover/title:opacity-100 focus-visible:opacity-100"
            >
              <Pencil size={13} aria-hidden />
            </IconButton>
          </span>
        )}
      </div>
    );
  }
  return (
    <form
      className="flex max-w-3xl flex-col gap-2"
      onSubmit={(submit) => {
        submit.preventDefault();
        save();
      }}
    >
      <h1 className="sr-only">{incident.title}</h1>
      <Textarea
        autoFocus
        aria-label="Title"
        rows={1}
        maxLength={1000}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onFocus={(event) => event.currentTarget.setSelectionRange(text.length, text.length)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault();
            save();
          }
          if (event.key === 'Escape') leave();
        }}
        className="min-h-9 text-md font-semibold"
      />
      <div className="flex gap-2">
        <Button type="submit" size="sm" variant="primary" disabled={text.trim() === ''}>
          Save
        </Button>
        <Button size="sm" variant="ghost" onClick={leave}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
