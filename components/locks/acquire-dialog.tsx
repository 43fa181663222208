'use client';

import { useQuery } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { Allowed } from '@/components/frame/allowed';
import { facetsQuery } from '@/components/frame/frame-queries';
import { announce } from '@/components/frame/live-region';
import { useTimeZone } from '@/components/frame/preferences';
import { randomKey } from '@/components/frame/random-key';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input, Textarea } from '@/components/ui/input';
import type { AnswerError } from '@/lib/http/client';
import { lockListOptions } from '@/lib/locks/queries';
import type { AcquireInput } from '@/lib/locks/schemas';
import { everything, readScope, type ScopeNames } from '@/lib/locks/scope';
import { startWaiting } from './claims';
import { type Lasting, LastingChoice, lastingInput } from './lasting';
import { LockEnd } from './lock-parts';
import { liveQuery } from './locks-url';
import { useAcquire } from './mutations';
import { overlap, queueOf, scopeInput } from './scopes';
import { heldInWords, ordinal, scopeTitle } from './words';

/** What the form begins with. */
export interface AcquirePrefill {
  environment?: string;
  service?: string;
  resource?: string;
}

const formId = 'acquire-lock';
const usualResources = ['deployment', 'operation', 'migration', 'configuration'];

type Values = { environment: string; service: string; resource: string; reason: string; holder: string };
type Errors = Partial<Record<keyof Values | '', string>>;

/** Takes a lock, or a place in line for it. What is in the way is told before one presses, and again when somebody was faster. */
export function AcquireDialog(props: {
  prefill: AcquirePrefill;
  onClose: () => void;
  onAcquired: (id: string) => void;
}) {
  const { prefill, onClose, onAcquired } = props;
  const { timeZone } = useTimeZone();
  const names = useQuery(facetsQuery());
  const locks = useQuery(lockListOptions(liveQuery));
  const lists = useId();
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState<Values>({
    environment: prefill.environment ?? '',
    service: prefill.service ?? '',
    resource: prefill.resource ?? '',
    reason: '',
    holder: '',
  });
  const [lasting, setLasting] = useState<Lasting>('900');
  const [wait, setWait] = useState(true);
  const [errors, setErrors] = useState<Errors>({});
  const [held, setHeld] = useState<AnswerError | null>(null);
  // One claim per attempt: pressing again after a lost answer gets the same lock.
  const [claimId, setClaimId] = useState(randomKey);
  const acquire = useAcquire();

  const scope = scopeOf(values);
  const items = locks.data?.items ?? [];
  const inTheWay =
    scope === null ? [] : items.filter((item) => item.state === 'held' && overlap(item, scope));
  const ahead = scope === null ? 0 : queueOf(scope, items).length;
  const blocked = inTheWay[0];

  const change = (name: keyof Values, value: string) => {
    setValues({ ...values, [name]: value });
    setErrors({});
    setHeld(null);
  };
  const show = (found: Errors) => {
    setErrors(found);
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus());
  };
  const send = (waiting: boolean) => {
    const read = readScope(values);
    if (Array.isArray(read)) {
      return show(Object.fromEntries(read.map(({ path, detail }) => [String(path[0]), capital(detail)])));
    }
    setErrors({});
    setHeld(null);
    const body: AcquireInput = {
      ...scopeInput(read),
      reason: values.reason.trim(),
      ...(values.holder.trim() === '' ? {} : { holder: values.holder.trim() }),
      ...lastingInput(lasting),
      claimId,
    };
    acquire.mutate(waiting ? { ...body, wait: 0 } : body, {
      onSuccess: (claimed) => {
        if ('grant' in claimed) {
          announce('The lock is yours');
          onAcquired(claimed.grant.id);
          return;
        }
        announce(`You are ${ordinal(claimed.place.position)} in line`);
        startWaiting({ claimId, scope: read, body, place: claimed.place });
        onClose();
      },
      onError: (error) => {
        if (error.status === 423) setHeld(error);
        else show(errorsOf(error));
        if (error.status !== 0) setClaimId(randomKey());
      },
    });
  };

  const field = (name: keyof Values) => ({
    value: values[name],
    onChange: (event: { target: { value: string } }) => change(name, event.target.value),
    name,
    autoComplete: 'off',
  });

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Acquire a lock"
      description="While you hold it, nobody else gets a lock on it, on what contains it or on what is inside of it."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Allowed
            scope="locks:write"
            place={scope ? { service: scope.service, environment: scope.environment } : []}
          >
            <Button variant="primary" type="submit" form={formId} busy={acquire.isPending}>
              {blocked && wait ? 'Wait in line' : 'Acquire'}
            </Button>
          </Allowed>
        </>
      }
    >
      <form
        ref={form}
        id={formId}
        noValidate
        onSubmit={(submit) => {
          submit.preventDefault();
          send(wait);
        }}
        className="flex flex-col gap-4"
      >
        {held && (
          <div
            role="alert"
            data-phase="attention"
            className="flex flex-wrap items-center gap-3 rounded border border-phase-border bg-phase-bg px-3 py-2 text-phase-fg"
          >
            <p className="min-w-0 flex-1 basis-64">
              <strong className="font-semibold">Somebody was faster.</strong>{' '}
              {heldInWords(held.problem ?? {}, timeZone, Date.now())}
            </p>
            <Button size="sm" busy={acquire.isPending} onClick={() => send(true)}>
              Wait in line
            </Button>
          </div>
        )}
        {errors[''] && (
          <p
            role="alert"
            data-phase="failed"
            className="rounded border border-phase-border bg-phase-bg px-3 py-2 text-phase-fg"
          >
            It was not acquired: {errors['']} What you typed is still here.
          </p>
        )}
        <div className="grid gap-3 sm:grid-cols-3">
          <Field label="Environment" error={errors.environment} hint="* for everything">
            <Input {...field('environment')} list={`${lists}-environments`} placeholder="production" />
          </Field>
          <Field label="Service" error={errors.service} hint="empty: all in it">
            <Input {...field('service')} list={`${lists}-services`} placeholder="checkout" />
          </Field>
          <Field label="Resource" error={errors.resource} hint="empty: all of it">
            <Input {...field('resource')} list={`${lists}-resources`} placeholder="deployment" />
          </Field>
        </div>
        <datalist id={`${lists}-environments`}>
          <option value={everything}>Everything</option>
          {names.data?.environments.map(({ name }) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <datalist id={`${lists}-services`}>
          {names.data?.services.map(({ name }) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <datalist id={`${lists}-resources`}>
          {usualResources.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
        <Field label="Reason" hint="What a colleague should read when it is in the way" error={errors.reason}>
          <Textarea rows={2} {...field('reason')} placeholder="Release 4.2, schema change included" />
        </Field>
        <LastingChoice value={lasting} onChange={setLasting} />
        <Field label="Holder" hint="In whose name; yours when left empty" error={errors.holder}>
          <Input {...field('holder')} maxLength={200} />
        </Field>
        <div className="flex flex-col gap-2 border-t border-line pt-3">
          <div aria-live="polite" className="text-fg-muted">
            {scope === null ? (
              'Name an environment, a service or both.'
            ) : (
              <>
                <span className="font-medium text-fg">{scopeTitle(scope)}</span>{' '}
                {locks.isError
                  ? 'may be free or not: who holds what could not be read.'
                  : blocked
                    ? `is held by ${blocked.holder}${inTheWay.length > 1 ? ` and ${inTheWay.length - 1} more` : ''}; `
                    : ahead > 0
                      ? `is waited for by ${ahead}.`
                      : 'is free.'}
                {blocked && (
                  <>
                    <LockEnd lock={blocked} />
                    {`. You would be ${ordinal(ahead + 1)} in line.`}
                  </>
                )}
              </>
            )}
          </div>
          <Checkbox checked={wait} onChange={(event) => setWait(event.target.checked)}>
            Wait in line when somebody has it
          </Checkbox>
        </div>
      </form>
    </Dialog>
  );
}

function scopeOf(values: Values): ScopeNames | null {
  const read = readScope(values);
  return Array.isArray(read) ? null : read;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

function errorsOf(error: AnswerError): Errors {
  const found: Errors = {};
  for (const { pointer, detail } of error.problem?.errors ?? []) {
    const name = pointer?.slice(1) as keyof Values | undefined;
    if (name && ['environment', 'service', 'resource', 'reason', 'holder'].includes(name))
      found[name] = capital(detail);
    else found[''] = detail;
  }
  return Object.keys(found).length > 0 ? found : { '': error.message };
}
