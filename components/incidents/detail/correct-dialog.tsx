'use client';

import { useId, useState } from 'react';
import { incidentCategoryLabel, severityWord } from '@/components/incidents/board/words';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Select, Textarea } from '@/components/ui/input';
import { type Priority, priorities } from '@/lib/events/vocabulary';
import type { IncidentDetailWire, IncidentPatch } from '@/lib/incidents/schemas';
import { type IncidentCategory, incidentCategories } from '@/lib/incidents/vocabulary';
import { usePatch } from './mutations';

/** What a person knows better than triage. Only what was touched is sent, and triage leaves it from then on. */
export function CorrectDialog({ incident, onClose }: { incident: IncidentDetailWire; onClose: () => void }) {
  const [category, setCategory] = useState<IncidentCategory>(incident.category);
  const [severity, setSeverity] = useState<Priority | ''>(incident.severity ?? '');
  const [base] = useState(incident);
  const [summary, setSummary] = useState(incident.summary);
  const patch = usePatch(incident);
  const form = useId();
  const save = () => {
    const change: Partial<IncidentPatch> = {};
    if (category !== base.category) change.category = category;
    if (severity !== '' && severity !== base.severity) change.severity = severity;
    if (summary.trim() !== base.summary.trim()) change.summary = summary.trim();
    if (Object.keys(change).length === 0) return onClose();
    patch.mutate(change, { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Correct what triage says"
      description="What you set stays, whatever is judged later."
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
        className="grid gap-4 sm:grid-cols-2"
        onSubmit={(submit) => {
          submit.preventDefault();
          save();
        }}
      >
        <Field label="Category">
          <Select value={category} onChange={(event) => setCategory(event.target.value as IncidentCategory)}>
            {incidentCategories.map((value) => (
              <option key={value} value={value}>
                {incidentCategoryLabel[value]}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Severity">
          <Select value={severity} onChange={(event) => setSeverity(event.target.value as Priority | '')}>
            {severity === '' && <option value="">Not judged</option>}
            {priorities.map((value) => (
              <option key={value} value={value}>
                {value} {severityWord[value].toLowerCase()}
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Summary" hint="Markdown" className="sm:col-span-2">
          <Textarea
            rows={5}
            maxLength={10_000}
            value={summary}
            onChange={(event) => setSummary(event.target.value)}
          />
        </Field>
        {patch.error && (
          <p role="alert" className="text-danger-fg sm:col-span-2">
            Not saved: {patch.error.message} What you typed is still here.
          </p>
        )}
      </form>
    </Dialog>
  );
}
