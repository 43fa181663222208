'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useRef, useState } from 'react';
import { Faster } from '@/components/forms/faster';
import { rebased } from '@/components/forms/rebased';
import { Allowed } from '@/components/frame/allowed';
import { BackLink } from '@/components/frame/back-link';
import { announce } from '@/components/frame/live-region';
import { serviceHref } from '@/components/frame/navigation';
import { Time } from '@/components/time/time';
import { Button, buttonClass } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import { placeOfEntry } from '@/lib/catalog/place';
import { catalogKeys, entryOptions, patchEntry, putEntry } from '@/lib/catalog/queries';
import { type EntryPatchInput, type EntryWire, entryPatch } from '@/lib/catalog/schemas';
import type { AnswerError } from '@/lib/http/client';
import { DiscoveredBadge, GoneBadge } from './entry-badges';
import { EntryFields } from './entry-fields';
import {
  type EntryErrors,
  type EntryValues,
  emptyValues,
  errorsOf,
  errorsOfProblem,
  patchOf,
  valuesOf,
} from './entry-values';

/**
 * Describes a service: `entry` as it was read, or null for one that nobody knows. Only what was touched is sent, with the revision
 * it was read with, so that whoever was faster is not overwritten.
 */
export function EntryForm({ name, entry }: { name: string; entry: EntryWire | null }) {
  const router = useRouter();
  const client = useQueryClient();
  const [base, setBase] = useState(() => ({ entry, values: entry ? valuesOf(entry) : emptyValues }));
  const [values, setValues] = useState<EntryValues>(base.values);
  const [errors, setErrors] = useState<EntryErrors>({});
  const [faster, setFaster] = useState<EntryWire | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const revision = base.entry?.revision ?? 0;
  const save = useMutation<EntryWire, AnswerError, EntryPatchInput>({
    mutationFn: (patch) =>
      base.entry === null ? putEntry(name, patch, revision) : patchEntry(name, revision, patch),
  });
  const wasDescribed = base.entry !== null && !base.entry.discovered && !base.entry.gone;
  const back = base.entry === null ? '/catalog' : serviceHref(name);

  const show = (found: EntryErrors) => {
    setErrors(found);
    announce(`${Object.keys(found).length === 1 ? 'One field needs' : 'Some fields need'} another look`);
    requestAnimationFrame(() => {
      const first = form.current?.querySelector<HTMLElement>('[aria-invalid], [role="alert"]');
      first?.focus();
      first?.scrollIntoView({ block: 'center' });
    });
  };
  const send = () => {
    const patch = patchOf(values, base.values);
    const parsed = entryPatch.safeParse(patch);
    if (!parsed.success) return show(errorsOf(parsed.error.issues, values));
    setErrors({});
    if (wasDescribed && Object.keys(patch).length === 0) return router.push(back);
    save.mutate(patch, {
      onSuccess: async (saved) => {
        client.setQueryData(catalogKeys.entry(saved.name), saved);
        await client.invalidateQueries({ queryKey: catalogKeys.all });
        toast({ title: wasDescribed ? `${saved.name} is saved` : `${saved.name} is described` });
        router.push(serviceHref(saved.name));
      },
      onError: async (error) => {
        if (error.status !== 412)
          return show(errorsOfProblem(error.problem, values) ?? { '': error.message });
        const newer = await client.query({ ...entryOptions(name), staleTime: 0 }).catch(() => null);
        if (newer) setFaster(newer);
        else show({ '': error.message });
      },
    });
  };
  const takeOver = () => {
    if (!faster) return;
    const newer = valuesOf(faster);
    setValues(rebased(values, base.values, newer));
    setBase({ entry: faster, values: newer });
    setFaster(null);
    save.reset();
    announce('Reloaded. What you typed is kept.');
  };

  return (
    <article className="mx-auto flex w-full max-w-4xl flex-1 flex-col gap-4 px-4 pt-5 sm:px-6">
      <BackLink href={back}>{base.entry === null ? 'Catalog' : name}</BackLink>
      <header>
        <div className="flex flex-wrap items-center gap-2.5">
          <h1 className="min-w-0 text-xl font-semibold wrap-anywhere">
            {wasDescribed ? `Edit ${name}` : `Describe ${name}`}
          </h1>
          {base.entry?.discovered && <DiscoveredBadge />}
          {base.entry?.gone && <GoneBadge />}
        </div>
        <p className="mt-1 max-w-prose text-fg-muted">
          {base.entry === null
            ? 'Nobody knows this service yet. Say as much as you like; all of it can be changed later.'
            : base.entry.discovered
              ? 'Saving says that a person has described it, even if you leave fields empty.'
              : 'What you leave alone stays as it is.'}
        </p>
      </header>
      <form
        ref={form}
        noValidate
        aria-label={wasDescribed ? `Edit ${name}` : `Describe ${name}`}
        className="flex flex-1 flex-col"
        onSubmit={(submit) => {
          submit.preventDefault();
          send();
        }}
      >
        <EntryFields
          name={name}
          values={values}
          errors={errors}
          onChange={setValues}
          ownerFromEvents={base.entry?.ownerSource === 'events' ? base.entry.owner : ''}
        />
        <div className="sticky bottom-0 z-rail -mx-4 mt-4 flex flex-col gap-2 border-t border-line bg-surface-0 px-4 py-3 sm:-mx-6 sm:px-6">
          {faster && (
            <Faster onReload={takeOver}>
              {faster.updatedBy || 'Somebody'}{' '}
              {faster.gone ? 'deleted' : base.entry === null ? 'described' : 'changed'} it{' '}
              <Time value={faster.goneAt ?? faster.updatedAt} />.
            </Faster>
          )}
          <div className="flex justify-end gap-2">
            <Link href={back} className={buttonClass()}>
              Cancel
            </Link>
            <Allowed scope="catalog:write" place={placeOfEntry(name)}>
              <Button
                type="submit"
                variant="primary"
                busy={save.isPending || save.isSuccess}
                disabled={faster !== null}
              >
                {wasDescribed ? 'Save' : 'Describe it'}
              </Button>
            </Allowed>
          </div>
        </div>
      </form>
    </article>
  );
}
