'use client';

import { useId, useState } from 'react';
import { useTimeZone } from '@/components/frame/preferences';
import { formatAbsolute } from '@/components/time/format';
import { instantToWall, wallToInstant, zoneLabel } from '@/components/time/zoned';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import type { IncidentDetailWire, IncidentPatch } from '@/lib/incidents/schemas';
import { usePatch } from './mutations';

/** Corrects since when it was, and when it was noticed. The detection that was recorded stays beside the corrected one. */
export function TimesDialog({ incident, onClose }: { incident: IncidentDetailWire; onClose: () => void }) {
  const { timeZone } = useTimeZone();
  const wall = (at: string) => instantToWall(Date.parse(at), timeZone);
  const [base] = useState({ startedAt: wall(incident.startedAt), detectedAt: wall(incident.detectedAt) });
  const [values, setValues] = useState(base);
  const [errors, setErrors] = useState<Partial<Record<keyof typeof base, string>>>({});
  const form = useId();
  const patch = usePatch(incident);
  const original = formatAbsolute(incident.detectedAtOriginal, timeZone);
  const zone = zoneLabel(timeZone, Date.parse(incident.detectedAt));

  const save = () => {
    const change: Partial<IncidentPatch> = {};
    const found: typeof errors = {};
    for (const name of ['startedAt', 'detectedAt'] as const) {
      if (values[name].trim() === base[name]) continue;
      const at = wallToInstant(values[name], timeZone);
      if (at === null) found[name] = 'is no date and time such as 2026-03-14 09:26';
      else if (Date.parse(at) > Date.now()) found[name] = 'is in the future';
      else change[name] = at;
    }
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    if (Object.keys(change).length === 0) return onClose();
    patch.mutate(change, {
      onSuccess: onClose,
      onError: (error) => {
        const said = error.problem?.errors ?? [];
        for (const name of ['startedAt', 'detectedAt'] as const) {
          const issue = said.find(({ pointer }) => pointer === `/${name}`);
          if (issue) found[name] = issue.detail;
        }
        setErrors({ ...found, ...(Object.keys(found).length === 0 ? { detectedAt: error.message } : {}) });
      },
    });
  };
  const field = (name: keyof typeof base, label: string, hint: string) => (
    <Field label={label} hint={hint} error={errors[name]}>
      <Input
        name={name}
        value={values[name]}
        autoComplete="off"
        onChange={(event) => setValues({ ...values, [name]: event.target.value })}
        className="nums"
      />
    </Field>
  );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Correct the times"
      description={`On the clock of ${zone}, as 2026-03-14 09:26`}
      width="sm"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={form} busy={patch.isPending}>
            Save
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(submit) => {
          submit.preventDefault();
          save();
        }}
      >
        {field('startedAt', 'Started', 'When it really began. What changed is ranked anew from it.')}
        {field('detectedAt', 'Detected', `Recorded was ${original}; that is kept.`)}
      </form>
    </Dialog>
  );
}
