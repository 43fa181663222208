'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { toast } from '@/components/ui/toast';
import type { AnswerError } from '@/lib/http/client';
import { addLink, linkKeys, replaceLink } from '@/lib/links-portal/queries';
import { type LinkBodyInput, linkBody, type QuickLinkWire } from '@/lib/links-portal/schemas';

type Values = { group: string; name: string; url: string; description: string; color: string };
type Errors = Partial<Record<keyof Values | '', string>>;

/** Adds a link, or changes one. */
export function LinkDialog(props: {
  link: QuickLinkWire | null;
  /** The group to add it to. */
  group: string;
  groups: readonly string[];
  onClose: () => void;
}) {
  const { link, group, groups, onClose } = props;
  const client = useQueryClient();
  const form = useId();
  const list = useId();
  const [values, setValues] = useState<Values>({
    group: link?.group ?? group,
    name: link?.name ?? '',
    url: link?.url ?? '',
    description: link?.description ?? '',
    color: link?.color ?? '',
  });
  const [errors, setErrors] = useState<Errors>({});
  const save = useMutation<QuickLinkWire, AnswerError, LinkBodyInput>({
    mutationFn: (body) => (link === null ? addLink(body) : replaceLink(link.id, body)),
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: linkKeys.list });
      toast({ title: link === null ? `${saved.name} is added to ${saved.group}` : `${saved.name} is saved` });
      onClose();
    },
    onError: (error) => setErrors({ '': error.message }),
  });
  const send = () => {
    // All of it is replaced: what the form does not show goes along.
    const body = { ...values, icon: link?.icon ?? '', logo: link?.logo ?? '' };
    const found = problems(values, body);
    setErrors(found);
    if (Object.keys(found).length === 0) save.mutate(body);
  };
  const field = (name: keyof Values, label: string, more: FieldOptions = {}) => (
    <Field label={label} error={errors[name]} hint={more.hint} required={more.required}>
      <Input
        value={values[name]}
        placeholder={more.placeholder}
        list={more.list}
        autoComplete="off"
        inputMode={more.inputMode}
        data-autofocus={more.first}
        onChange={(event) => setValues({ ...values, [name]: event.target.value })}
      />
    </Field>
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={link === null ? 'Add a link' : 'Edit link'}
      width="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} busy={save.isPending}>
            {link === null ? 'Add' : 'Save'}
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        className="flex flex-col gap-3"
        onSubmit={(submit) => {
          submit.preventDefault();
          send();
        }}
      >
        {errors[''] && (
          <p role="alert" className="text-danger-fg">
            It was not saved: {errors['']} What you typed is still here.
          </p>
        )}
        {field('name', 'Name', { required: true, placeholder: 'Payments', first: true })}
        {field('url', 'Address', { required: true, placeholder: 'https://', inputMode: 'url' })}
        {field('group', 'Group', {
          placeholder: 'Custom',
          list,
          hint: 'Links of the same group stand together',
        })}
        {field('description', 'Description', { placeholder: 'What one finds there' })}
        {field('color', 'Colour', { placeholder: '#1b3575', hint: 'A name or hexadecimal digits' })}
      </form>
      <datalist id={list}>
        {groups.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </Dialog>
  );
}

type FieldOptions = {
  required?: boolean;
  placeholder?: string;
  hint?: string;
  list?: string;
  inputMode?: 'url';
  first?: boolean;
};

/** What is wrong, by field: the schema of this wire names its fields in words rather than by path. */
function problems(values: Values, body: LinkBodyInput): Errors {
  const errors: Errors = {};
  if (values.name.trim() === '') errors.name = 'Name must not be empty';
  if (values.url.trim() === '') errors.url = 'Address must not be empty';
  if (errors.name || errors.url) return errors;
  const parsed = linkBody.safeParse(body);
  if (parsed.success) return errors;
  for (const { path, message } of parsed.error.issues) {
    const name = String(path[0] ?? (message.startsWith('url') ? 'url' : ''));
    const known = name in values ? (name as keyof Values) : '';
    errors[known] ??= message.replace(/^url/, 'Address').replace(/^color/, 'Colour');
  }
  return errors;
}
