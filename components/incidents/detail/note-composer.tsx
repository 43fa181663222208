'use client';

import { useRef, useState } from 'react';
import { Refused } from '@/components/frame/allowed';
import { useKeys } from '@/components/frame/keys';
import { randomKey } from '@/components/frame/random-key';
import { useIncidentRights } from '@/components/incidents/rights';
import { Button } from '@/components/ui/button';
import type { IncidentDetailWire } from '@/lib/incidents/schemas';
import { MarkdownField } from './markdown-field';
import { useNote } from './mutations';

/** Where a note is written. Sending it again after a lost answer does not add it twice. */
export function NoteComposer({ incident }: { incident: IncidentDetailWire }) {
  const { number } = incident;
  const { permission, offered } = useIncidentRights(incident);
  const [text, setText] = useState('');
  const [key, setKey] = useState(randomKey);
  const field = useRef<HTMLTextAreaElement>(null);
  const note = useNote(number);
  const empty = text.trim() === '';
  const send = () => {
    if (empty || note.isPending || !permission.allowed) return;
    note.mutate(
      { text: text.trim(), key },
      {
        onSuccess: () => {
          setText('');
          setKey(randomKey());
        },
      },
    );
  };
  useKeys('Incident', {
    n: {
      label: 'Write a note',
      permission,
      run: () => {
        field.current?.focus();
        field.current?.scrollIntoView({ block: 'center' });
      },
    },
  });
  if (!offered) return null;
  return (
    <Refused permission={permission}>
      <form
        className="mb-4 flex flex-col gap-2"
        data-print="hide"
        onSubmit={(submit) => {
          submit.preventDefault();
          send();
        }}
      >
        <MarkdownField
          ref={field}
          label="Note"
          placeholder="What you see, tried or decided"
          value={text}
          maxLength={20_000}
          rows={2}
          onChange={(next) => {
            setText(next);
            // Other words are another note.
            if (note.isError) {
              note.reset();
              setKey(randomKey());
            }
          }}
          onSend={send}
          actions={
            <Button type="submit" size="sm" disabled={empty} busy={note.isPending}>
              Add note
            </Button>
          }
        />
        {note.isError && (
          <p role="alert" className="text-xs text-danger-fg">
            Not added: {note.error.message} What you typed is still here.
          </p>
        )}
      </form>
    </Refused>
  );
}
