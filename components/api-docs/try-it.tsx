'use client';

import { Play, Square } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useCurl } from '@/components/frame/use-curl';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { Field } from '@/components/ui/field';
import { Input, Select, Textarea } from '@/components/ui/input';
import {
  bodyProblem,
  type FormField,
  type FormValues,
  fieldKey,
  firstValues,
  missingFields,
  type RequestForm,
  requestOf,
} from './request-form';
import { TryItAnswer } from './try-it-answer';
import { useCall } from './use-call';

/** Sends a request of the reader's own to this very server, and shows the answer. */
export function TryIt({ form, id }: { form: RequestForm; id: string }) {
  const [open, setOpen] = useState(false);
  if (!open) {
    return (
      <div data-print="hide">
        <Button
          icon={<Play size={14} aria-hidden />}
          onClick={() => setOpen(true)}
          aria-label={`Try it: ${id}`}
        >
          Try it
        </Button>
      </div>
    );
  }
  return <TryItForm form={form} id={id} onClose={() => setOpen(false)} />;
}

function TryItForm({ form, id, onClose }: { form: RequestForm; id: string; onClose: () => void }) {
  const writeCurl = useCurl();
  const [values, setValues] = useState<FormValues>(() => firstValues(form));
  const [body, setBody] = useState(form.body ?? '');
  const [complaint, setComplaint] = useState<{ missing: string[]; body: string | null }>({
    missing: [],
    body: null,
  });
  const call = useCall();
  const first = useRef<HTMLFormElement>(null);
  useEffect(() => first.current?.querySelector<HTMLElement>('input, select, textarea, button')?.focus(), []);

  const { path, headers } = requestOf(form, values);
  const parsed = form.body === null ? undefined : parsedOrText(body);
  const curl = writeCurl({
    path,
    method: form.method as 'GET',
    headers,
    stream: form.stream,
    ...(parsed === undefined ? {} : { body: parsed }),
  });

  const send = (event: React.FormEvent) => {
    event.preventDefault();
    const problems = {
      missing: missingFields(form, values),
      body: form.body === null ? null : bodyProblem(body),
    };
    setComplaint(problems);
    if (problems.missing.length > 0 || problems.body) return;
    call.start({ method: form.method, path, headers, ...(form.body === null ? {} : { body }) });
  };
  const set = (field: FormField, value: string) =>
    setValues((before) => ({ ...before, [fieldKey(field)]: value }));

  return (
    <form
      ref={first}
      onSubmit={send}
      aria-label={`Try ${id}`}
      data-print="hide"
      className="flex min-w-0 flex-col gap-stack border-t border-line pt-4"
    >
      {form.fields.length > 0 && (
        <div className="grid gap-stack sm:grid-cols-2">
          {form.fields.map((field) => (
            <Field
              key={fieldKey(field)}
              label={<span className="font-mono">{field.name}</span>}
              required={field.required}
              hint={hintOf(field)}
              error={complaint.missing.includes(field.name) ? 'is needed' : undefined}
            >
              {field.choices.length > 0 && !field.several ? (
                <Select
                  value={values[fieldKey(field)] ?? ''}
                  onChange={(event) => set(field, event.target.value)}
                >
                  <option value="">not given</option>
                  {field.choices.map((choice) => (
                    <option key={choice}>{choice}</option>
                  ))}
                </Select>
              ) : (
                <Input
                  value={values[fieldKey(field)] ?? ''}
                  onChange={(event) => set(field, event.target.value)}
                  spellCheck={false}
                  autoComplete="off"
                />
              )}
            </Field>
          ))}
        </div>
      )}
      {form.body !== null && (
        <Field label="Body" error={complaint.body ?? undefined}>
          <Textarea
            value={body}
            onChange={(event) => setBody(event.target.value)}
            spellCheck={false}
            rows={6}
            className="font-mono text-xs"
          />
        </Field>
      )}
      <CodeBlock code={curl} label="this request as a curl command" />
      <div className="flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" busy={call.state.phase === 'sending'}>
          Send
        </Button>
        {call.state.phase === 'streaming' && (
          <Button icon={<Square size={14} aria-hidden />} onClick={call.stop}>
            Stop
          </Button>
        )}
        <Button variant="ghost" onClick={onClose}>
          Close
        </Button>
        {form.method !== 'GET' && (
          <p className="text-xs text-fg-muted">This writes to the Shiplog you are looking at.</p>
        )}
      </div>
      <TryItAnswer state={call.state} />
    </form>
  );
}

function hintOf({ several, choices, in: place, hint }: FormField): string | undefined {
  if (several) return choices.length > 0 ? `Any of ${choices.join(', ')}` : 'Several by commas';
  return place === 'header' ? 'A header; may be left out' : hint;
}

function parsedOrText(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
