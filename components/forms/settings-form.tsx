'use client';

import type { Route } from 'next';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import type { AnswerError } from '@/lib/http/client';
import { FormFoot } from './form-foot';

type SettingsFormProps<V extends object, B extends object, E extends { ''?: string | undefined }> = {
  label: string;
  values: V;
  /** What is sent, or what is wrong. */
  read: (values: V) => { body: B; errors?: never } | { body?: never; errors: E };
  /** Why the last one that was sent was refused; null when it was not, or when `faster` tells. */
  failure: AnswerError | null;
  /** What the server found wrong, by field; null when that is not why. */
  refused: E | null;
  submit: string;
  busy: boolean;
  cancel: Route;
  /** Over what somebody else has saved meanwhile; nothing is sent before it is answered. */
  faster?: ReactNode;
  onChange: (values: V) => void;
  onSend: (body: B) => void;
  /** The fields. */
  children: (errors: Partial<E>, change: (changes: Partial<V>) => void) => ReactNode;
};

/** A form of a settings page: checked when it is sent, and from then on with each change. */
export function SettingsForm<V extends object, B extends object, E extends { ''?: string | undefined }>(
  props: SettingsFormProps<V, B, E>,
) {
  const { label, values, read, failure, refused, submit, busy, cancel, faster, onChange, onSend } = props;
  const [wrong, setWrong] = useState<E | null>(null);
  const nothing: Partial<E> = {};
  const errors: Partial<E> = { ...(refused ?? nothing), ...(wrong ?? nothing) };
  return (
    <form
      noValidate
      aria-label={label}
      className="rounded-lg border border-line bg-surface-1"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        if (busy || faster) return;
        const result = read(values);
        setWrong(result.errors ?? null);
        if (result.body) onSend(result.body);
        else focusFirstError(submitted.currentTarget);
      }}
    >
      {props.children(errors, (changes) => {
        const next = { ...values, ...changes };
        onChange(next);
        if (wrong) setWrong(read(next).errors ?? null);
      })}
      <FormFoot
        problem={errors[''] ?? (failure && !refused ? `Nothing was saved. ${failure.message}` : undefined)}
        faster={faster}
        cancel={cancel}
      >
        <Button type="submit" variant="primary" busy={busy} disabled={Boolean(faster)}>
          {submit}
        </Button>
      </FormFoot>
    </form>
  );
}

/** After the errors are drawn. */
function focusFirstError(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
}
