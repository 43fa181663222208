'use client';

import { Plus, X } from 'lucide-react';
import { Button, IconButton } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { FormErrors, FormValues } from './form-values';

/** Links of an event: rows of a title and an address. */
export function LinksField(props: {
  values: FormValues;
  errors: FormErrors;
  onChange: (links: FormValues['links']) => void;
}) {
  const { values, errors, onChange } = props;
  const change = (index: number, part: Partial<FormValues['links'][number]>) =>
    onChange(values.links.map((link, other) => (other === index ? { ...link, ...part } : link)));
  return (
    <fieldset className="flex flex-col gap-2 sm:col-span-2">
      <legend className="mb-1 text-xs font-medium text-fg-muted">Links</legend>
      {values.links.map((link, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are edited in place and have no other identity
          key={index}
          className="grid grid-cols-[minmax(0,1fr)_minmax(0,2fr)_auto] items-start gap-2"
        >
          <Field
            label={<span className="sr-only">Title of link {index + 1}</span>}
            error={said('Title', errors[`links.${index}.title`])}
          >
            <Input
              placeholder="Title"
              value={link.title}
              onChange={(event) => change(index, { title: event.target.value })}
            />
          </Field>
          <Field
            label={<span className="sr-only">Address of link {index + 1}</span>}
            error={said('Address', errors[`links.${index}.url`])}
          >
            <Input
              placeholder="https://"
              value={link.url}
              onChange={(event) => change(index, { url: event.target.value })}
            />
          </Field>
          <IconButton
            label={`Remove link ${index + 1}`}
            className="mt-1"
            onClick={() => onChange(values.links.filter((_, other) => other !== index))}
          >
            <X size={14} aria-hidden />
          </IconButton>
        </div>
      ))}
      {errors.links && (
        <p role="alert" className="text-xs text-danger-fg">
          Links {errors.links}
        </p>
      )}
      <Button
        size="sm"
        variant="ghost"
        className="self-start border-line"
        icon={<Plus size={13} aria-hidden />}
        onClick={() => onChange([...values.links, { title: '', url: '' }])}
      >
        Add a link
      </Button>
    </fieldset>
  );
}

const said = (label: string, message: string | undefined) =>
  message === undefined ? undefined : `${label} ${message}`;
