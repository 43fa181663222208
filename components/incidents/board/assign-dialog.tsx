'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { announce } from '@/components/frame/live-region';
import { useMe } from '@/components/frame/permissions';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { AnswerError } from '@/lib/http/client';
import { incidentFacetsOptions, patchIncident } from '@/lib/incidents/queries';
import type { IncidentDetailWire, IncidentWire } from '@/lib/incidents/schemas';
import { colleaguesQuery } from '@/lib/people/me-query';
import { assignedInWords } from './words';

/**
 * Asks who an incident is given to. People who can sign in are offered, and names that have incidents already. It stays until the server
 * has said yes.
 */
export function AssignDialog(props: {
  incident: IncidentWire;
  onClose: () => void;
  onAssigned: (incident: IncidentDetailWire) => void;
}) {
  const { incident, onClose, onAssigned } = props;
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
  const assign = useMutation<IncidentDetailWire, AnswerError, string>({
    mutationFn: (assignee) => patchIncident(incident.number, { assignee }),
    onSuccess: (answer, assignee) => {
      announce(assignedInWords(incident.number, assignee));
      onAssigned(answer);
      onClose();
    },
  });
  return (
    <Dialog
      open
      busy={assign.isPending}
      onOpenChange={(open) => !open && onClose()}
      title={`Assign incident ${incident.number}`}
      description={incident.title.length > 120 ? `${incident.title.slice(0, 120)} …` : incident.title}
      width="sm"
      footer={
        <>
          <Button disabled={assign.isPending} onClick={onClose}>
            Cancel
          </Button>
          <Button variant="primary" type="submit" form={form} busy={assign.isPending}>
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
          if (assign.isPending) return;
          if (name.trim() === incident.assignee) onClose();
          else assign.mutate(name.trim());
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
        {assign.error && (
          <p role="alert" className="mt-3 wrap-anywhere text-danger-fg">
            It was not assigned. {assign.error.message}
          </p>
        )}
      </form>
    </Dialog>
  );
}
