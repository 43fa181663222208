'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input, Select } from '@/components/ui/input';
import { toast } from '@/components/ui/toast';
import { changeEnvironment } from '@/lib/deployments/queries';
import { type EnvironmentPatch, type EnvironmentWire, environmentPatch } from '@/lib/environments/schemas';
import { type EnvironmentTier, environmentTiers } from '@/lib/events/vocabulary';
import type { AnswerError } from '@/lib/http/client';

/** Says how near to users an environment is, and where it stands among the others. Only what was touched is sent. */
export function EnvironmentDialog(props: {
  environment: EnvironmentWire;
  /** All of them, in their order. */
  all: readonly EnvironmentWire[];
  onClose: () => void;
}) {
  const { environment, all, onClose } = props;
  const client = useQueryClient();
  const form = useId();
  // What the form begins with: others may change it meanwhile, and what is not touched here stays theirs.
  const [base] = useState({ tier: environment.tier, position: String(environment.position) });
  const [tier, setTier] = useState<EnvironmentTier>(base.tier);
  const [position, setPosition] = useState(base.position);
  const [wrong, setWrong] = useState<string>();
  const change = useMutation<EnvironmentWire, AnswerError, EnvironmentPatch>({
    mutationFn: (patch) => changeEnvironment(environment.name, patch),
    onSuccess: ({ name }) => {
      toast({ title: `${name} is saved`, text: 'Lists, matrices and figures follow it.' });
      onClose();
      // Order and tier show on almost every page.
      void client.invalidateQueries();
    },
  });
  const send = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (change.isPending) return;
    const read = environmentPatch.safeParse({
      ...(tier === base.tier ? {} : { tier }),
      ...(position.trim() === base.position
        ? {}
        : { position: position.trim() === '' ? Number.NaN : Number(position) }),
    });
    setWrong(read.success ? undefined : 'It must be a whole number from 0 to 100000.');
    if (!read.success) return;
    if (Object.keys(read.data).length === 0) onClose();
    else change.mutate(read.data);
  };
  return (
    <Dialog
      open
      busy={change.isPending}
      onOpenChange={(open) => !open && onClose()}
      title={`Tier and order of ${environment.name}`}
      description="They are guessed from its name until somebody says otherwise."
      width="sm"
      footer={
        <>
          <Button disabled={change.isPending} onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" form={form} variant="primary" busy={change.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={send} className="flex flex-col gap-4">
        <Field label="Tier" hint="How near to users it is. Figures of delivery count by it.">
          <Select value={tier} onChange={(event) => setTier(event.target.value as EnvironmentTier)}>
            {environmentTiers.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Place in the order" error={wrong} hint="Smaller numbers come first.">
          <Input
            inputMode="numeric"
            autoComplete="off"
            className="nums max-w-32"
            value={position}
            onChange={(event) => setPosition(event.target.value)}
          />
        </Field>
        <div>
          <h3 className="mb-1 text-xs font-medium text-fg-muted">The order now</h3>
          <ol aria-label="The order now" className="rounded border border-line">
            {all.map((one) => (
              <li
                key={one.name}
                aria-current={one.name === environment.name || undefined}
                className="flex items-baseline gap-3 px-3 py-1 aria-[current]:bg-surface-3 aria-[current]:font-medium"
              >
                <span className="nums w-14 shrink-0 text-right text-fg-muted">{one.position}</span>
                <span className="min-w-0 wrap-anywhere">{one.name}</span>
              </li>
            ))}
          </ol>
        </div>
        {change.error && (
          <p role="alert" className="wrap-anywhere text-danger-fg">
            It was not saved. {change.error.message} What you typed is still here.
          </p>
        )}
      </form>
    </Dialog>
  );
}
