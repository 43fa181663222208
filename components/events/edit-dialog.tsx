'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Faster } from '@/components/forms/faster';
import { rebased } from '@/components/forms/rebased';
import { announce } from '@/components/frame/live-region';
import { useTimeZone } from '@/components/frame/preferences';
import { Time } from '@/components/time/time';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { changelogOptions, eventKeys, eventOptions } from '@/lib/events/queries';
import { type ChangelogEntryWire, type EventWire, eventPatch } from '@/lib/events/schemas';
import { EventFields } from './event-fields';
import {
  errorsFromIssues,
  errorsFromProblem,
  type FormErrors,
  type FormValues,
  patchFrom,
  valuesFrom,
} from './form-values';
import { useUpdateEvent } from './mutations';

/** Who was faster, and what the event has become. */
type Newer = { event: EventWire; by: ChangelogEntryWire | undefined };

const formId = 'edit-event';

/** Changes an event. Only what was touched is sent, with the revision it was read with. */
export function EditDialog({ event, onClose }: { event: EventWire; onClose: () => void }) {
  const client = useQueryClient();
  const { timeZone } = useTimeZone();
  // What the form began with: the event itself moves on as soon as the change is on its way.
  const [base, setBase] = useState(() => ({ event, values: valuesFrom(event, timeZone) }));
  const [values, setValues] = useState<FormValues>(base.values);
  const [errors, setErrors] = useState<FormErrors>({});
  const [faster, setFaster] = useState<Newer | null>(null);
  const update = useUpdateEvent(base.event);
  const form = useRef<HTMLFormElement>(null);

  // The outside system: focus. What is edited most often comes first, and a key pressed too early changes no kind.
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('input[name="title"]')?.focus();
  }, []);

  const show = (found: FormErrors) => {
    setErrors(found);
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
  };
  const save = () => {
    const { patch, errors: unreadable } = patchFrom(values, base.values, timeZone);
    const parsed = eventPatch.safeParse(patch);
    const found = { ...(parsed.success ? {} : errorsFromIssues(parsed.error.issues)), ...unreadable };
    if (Object.keys(found).length > 0) return show(found);
    setErrors({});
    if (Object.keys(patch).length === 0) return onClose();
    update.mutate(patch, {
      onSuccess: () => {
        announce('Event saved');
        onClose();
      },
      onError: async (error) => {
        if (error.status !== 412) return show(errorsFromProblem(error.problem) ?? { '': error.message });
        const fetched = await client.query({ ...eventOptions(event.id), staleTime: 0 }).catch(() => null);
        const log = await client.query({ ...changelogOptions(event.id), staleTime: 0 }).catch(() => null);
        if (fetched) setFaster({ event: fetched, by: log?.items.filter(({ seq }) => seq > 0).at(-1) });
        else show({ '': error.message });
      },
    });
  };
  const takeOver = () => {
    if (!faster) return;
    const newer = valuesFrom(faster.event, timeZone);
    setValues(rebased(values, base.values, newer));
    setBase({ event: faster.event, values: newer });
    client.setQueryData(eventKeys.event(event.id), faster.event);
    setFaster(null);
    update.reset();
    announce('Reloaded. What you typed is kept.');
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Edit event"
      width="lg"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            type="submit"
            form={formId}
            busy={update.isPending}
            disabled={faster !== null}
          >
            Save
          </Button>
        </>
      }
    >
      {faster && (
        <Faster className="mb-4" onReload={takeOver}>
          {faster.by ? (
            <>
              {faster.by.actor} changed {faster.by.field ? `the ${faster.by.field}` : 'this event'}{' '}
              <Time value={faster.by.at} />.
            </>
          ) : (
            'This event was changed while you were typing.'
          )}
        </Faster>
      )}
      <form
        ref={form}
        id={formId}
        noValidate
        onSubmit={(submit) => {
          submit.preventDefault();
          save();
        }}
      >
        <EventFields values={values} errors={errors} onChange={setValues} editing />
      </form>
    </Dialog>
  );
}
