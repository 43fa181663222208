'use client';

import { useRef, useState } from 'react';
import { announce } from '@/components/frame/live-region';
import { useTimeZone } from '@/components/frame/preferences';
import { randomKey } from '@/components/frame/random-key';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input, Textarea } from '@/components/ui/input';
import type { LockItemWire } from '@/lib/locks/schemas';
import { describeScope } from '@/lib/locks/scope';
import { type Lasting, LastingChoice, lastingInput } from './lasting';
import { useTakeOver } from './mutations';
import { staleInWords } from './words';

const formId = 'take-over-lock';

/** Takes a lock from whoever has it. Says what that does before it is done, and wants a reason. */
export function TakeOverDialog(props: {
  lock: LockItemWire;
  waiting: number;
  onClose: () => void;
  onTaken: (id: string) => void;
}) {
  const { lock, waiting, onClose, onTaken } = props;
  const { timeZone } = useTimeZone();
  const [reason, setReason] = useState('');
  const [holder, setHolder] = useState('');
  const [missing, setMissing] = useState(false);
  const [lasting, setLasting] = useState<Lasting>('900');
  const [claimId] = useState(randomKey);
  const takeOver = useTakeOver(lock.id);
  const field = useRef<HTMLTextAreaElement>(null);
  const error = takeOver.error;

  const send = () => {
    if (reason.trim() === '') {
      setMissing(true);
      field.current?.focus();
      return;
    }
    takeOver.mutate(
      {
        reason: reason.trim(),
        ...(holder.trim() === '' ? {} : { holder: holder.trim() }),
        ...lastingInput(lasting),
        claimId,
      },
      {
        onSuccess: (taken) => {
          announce('The lock is yours');
          onTaken(taken.lock.id);
        },
      },
    );
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Take over from ${lock.holder}?`}
      footer={
        <>
          <Button onClick={onClose}>Leave it</Button>
          <Button variant="danger" type="submit" form={formId} busy={takeOver.isPending}>
            Take it over
          </Button>
        </>
      }
    >
      <form
        id={formId}
        noValidate
        onSubmit={(submit) => {
          submit.preventDefault();
          send();
        }}
        className="flex flex-col gap-4"
      >
        <div
          data-phase="attention"
          className="rounded border border-phase-border bg-phase-bg px-3 py-2 text-phase-fg"
        >
          <p className="font-semibold">This ends their lock of {describeScope(lock)} at once.</p>
          <ul className="mt-1 flex list-disc flex-col gap-0.5 pl-4">
            <li>
              Their token is dead from that moment. It does not stop what they are running: if it still
              deploys, both of you do.
            </li>
            {waiting > 0 && (
              <li>
                {waiting === 1 ? 'One claim that waits' : `${waiting} claims that wait`} in line stay behind
                you.
              </li>
            )}
            <li>
              {lock.holder} and everybody else can read your name and reason in the history
              {lock.eventId !== null && ', in the changelog of the event'} and on the live stream.
            </li>
          </ul>
        </div>
        {error && (
          <p
            role="alert"
            data-phase="failed"
            className="rounded border border-phase-border bg-phase-bg px-3 py-2 text-phase-fg"
          >
            Nothing was taken over.{' '}
            {error.status === 409 ? staleInWords(error.problem ?? {}, timeZone) : error.message}
          </p>
        )}
        <Field label="Reason" required error={missing ? 'Say why: it stays in the history.' : undefined}>
          <Textarea
            ref={field}
            data-autofocus
            rows={2}
            value={reason}
            maxLength={2_000}
            placeholder="Its runner is gone and a hotfix waits"
            onChange={(event) => {
              setReason(event.target.value);
              setMissing(false);
            }}
          />
        </Field>
        <LastingChoice value={lasting} onChange={setLasting} />
        <Field label="Holder" hint="In whose name; yours when left empty">
          <Input value={holder} maxLength={200} onChange={(event) => setHolder(event.target.value)} />
        </Field>
      </form>
    </Dialog>
  );
}
