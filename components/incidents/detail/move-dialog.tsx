'use client';

import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/input';
import type { IncidentDetailWire } from '@/lib/incidents/schemas';
import type { Move } from './moves';

/** Asks what was done before an incident is resolved, or why it is opened again. The words can be left out. */
export function MoveDialog(props: {
  move: Move;
  incident: IncidentDetailWire;
  busy: boolean;
  onClose: () => void;
  onMove: (comment: string) => void;
}) {
  const { move, incident, busy, onClose } = props;
  const onMove = (comment: string) => {
    if (!busy) props.onMove(comment);
  };
  const [comment, setComment] = useState('');
  const form = useId();
  const resolving = move.to === 'resolved';
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`${resolving ? 'Resolve' : 'Reopen'} incident ${incident.number}`}
      description={
        resolving
          ? 'Later signals of the same sort open it again or make a new one, as its rule says.'
          : 'Signals join it again, and its time to resolve goes on.'
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} busy={busy}>
            {move.label}
          </Button>
        </>
      }
    >
      <form
        id={form}
        onSubmit={(submit) => {
          submit.preventDefault();
          onMove(comment.trim());
        }}
      >
        <Field
          label={resolving ? 'What resolved it' : 'Why it is not over'}
          hint="Markdown. Whoever meets a similar incident will read it. It can be left empty."
        >
          <Textarea
            data-autofocus
            rows={4}
            maxLength={10_000}
            value={comment}
            placeholder={resolving ? 'Rolled back to 1.4.1.' : 'It came back after the cache was warm.'}
            onChange={(event) => setComment(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
                event.preventDefault();
                onMove(comment.trim());
              }
            }}
          />
        </Field>
      </form>
    </Dialog>
  );
}
