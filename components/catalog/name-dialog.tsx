'use client';

import { useRouter } from 'next/navigation';
import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { serviceName } from '@/lib/catalog/fields';
import { editHref } from './addresses';

/** Asks which service is to be described. One that is known already is edited. */
export function NameDialog({ onClose }: { onClose: () => void }) {
  const router = useRouter();
  const form = useId();
  const [name, setName] = useState('');
  const [error, setError] = useState<string>();
  const go = () => {
    const parsed = serviceName.safeParse(name);
    if (!parsed.success) return setError(`The name ${parsed.error.issues[0]?.message ?? 'is not valid'}`);
    router.push(editHref(parsed.data));
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Describe a service"
      description="Services that send events are in the catalog already, marked as discovered. Give the name they use."
      width="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form}>
            Continue
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        onSubmit={(submit) => {
          submit.preventDefault();
          go();
        }}
      >
        <Field label="Name" error={error} hint="In any case; it may hold slashes: payments/ledger" required>
          <Input
            value={name}
            autoComplete="off"
            spellCheck={false}
            placeholder="checkout-api"
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
      </form>
    </Dialog>
  );
}
