'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { Allowed } from '@/components/frame/allowed';
import { announce } from '@/components/frame/live-region';
import { useTimeZone } from '@/components/frame/preferences';
import { randomKey } from '@/components/frame/random-key';
import { Button, buttonClass } from '@/components/ui/button';
import { placeOfEvent } from '@/lib/events/place';
import { eventDraft } from '@/lib/events/schemas';
import { EventFields } from './event-fields';
import {
  draftFrom,
  emptyValues,
  errorsFromIssues,
  errorsFromProblem,
  type FormErrors,
  type FormValues,
} from './form-values';
import { useCreateEvent } from './mutations';

/** Reports an event by hand. `given` comes from the address, for links that fill in a part. */
export function CreateEvent({ given }: { given: Partial<FormValues> }) {
  const router = useRouter();
  const { timeZone } = useTimeZone();
  const [values, setValues] = useState<FormValues>({ ...emptyValues, ...given });
  const [errors, setErrors] = useState<FormErrors>({});
  // Pressing again after a lost answer must not report it twice; after an answer the next attempt is another one.
  const [attempt, setAttempt] = useState(randomKey);
  const create = useCreateEvent(attempt);
  const form = useRef<HTMLFormElement>(null);

  const show = (found: FormErrors) => {
    setErrors(found);
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
  };
  const send = () => {
    const { draft, errors: unreadable } = draftFrom(values, timeZone);
    const parsed = eventDraft.safeParse(draft);
    const found = { ...(parsed.success ? {} : errorsFromIssues(parsed.error.issues)), ...unreadable };
    if (Object.keys(found).length > 0) return show(found);
    setErrors({});
    create.mutate(draft, {
      onSuccess: (event) => {
        announce('Event reported');
        router.push(`/events/${event.id}`);
      },
      onError: (error) => {
        show(errorsFromProblem(error.problem) ?? { '': error.message });
        if (error.status !== 0) setAttempt(randomKey());
      },
    });
  };

  return (
    <form
      ref={form}
      noValidate
      aria-label="New event"
      onSubmit={(submit) => {
        submit.preventDefault();
        send();
      }}
      className="flex flex-col gap-6"
    >
      <EventFields values={values} errors={errors} onChange={setValues} />
      <div className="sticky bottom-0 -mx-4 flex justify-end gap-2 border-t border-line bg-surface-0 px-4 py-3 sm:-mx-6 sm:px-6">
        <Link href="/" className={buttonClass()}>
          Cancel
        </Link>
        <Allowed
          scope="events:write"
          place={placeOfEvent({
            kind: values.kind,
            service: values.service.trim() || null,
            environment: values.environment.trim() || null,
          })}
        >
          <Button type="submit" variant="primary" busy={create.isPending || create.isSuccess}>
            Report event
          </Button>
        </Allowed>
      </div>
    </form>
  );
}
