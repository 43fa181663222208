'use client';

import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useMe } from '@/components/frame/permissions';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { incidentFacetsOptions } from '@/lib/incidents/queries';
import type { IncidentWire } from '@/lib/incidents/schemas';
import { colleaguesQuery } from '@/lib/people/me-query';

/** Asks who an incident is given to. People who can sign in are offered, and names that have incidents already. */
export function AssignDialog(props: {
  incident: IncidentWire;
  onClose: () => void;
  onAssign: (assignee: string) => void;
}) {
  const { incident, onClose, onAssign } = props;
  const [name, setName] = useState(incident.assignee);
  const form = useId();
  const list = useId();
  const facets = useQuery(incidentFacetsOptions(''));
  const { mode } = useMe();
  const colleagues = useQuery({ ...colleaguesQuery(), enabled: mode === 'signed-in' });
  const known = new Set([
    ...(colleagues.data ?? []),
    ...(facets.data?.assignee ?? []).flatMap(({ value }) => value || []),
  ]);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Assign incident ${incident.number}`}
      description={incident.title.length > 120 ? `${incident.title.slice(0, 120)} …` : incident.title}
      width="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form}>
            Assign
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        onSubmit={(submit) => {
          submit.preventDefault();
          onAssign(name.trim());
        }}
      >
        <Field label="To" hint="A person or a team; empty for nobody">
          <Input
            value={name}
            maxLength={200}
            list={list}
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
            onFocus={(event) => event.currentTarget.select()}
          />
        </Field>
        <datalist id={list}>
          {[...known].map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      </form>
    </Dialog>
  );
}
