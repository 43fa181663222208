'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { incidentHref } from '@/components/frame/navigation';
import { useDebounced } from '@/components/frame/use-debounced';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { IncidentStatusMark, SeverityMark } from '@/components/incidents/board/incident-parts';
import { Time } from '@/components/time/time';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { SearchInput } from '@/components/ui/input';
import { SkeletonRows } from '@/components/ui/skeleton';
import { toast } from '@/components/ui/toast';
import { incidentListOptions } from '@/lib/incidents/queries';
import type { IncidentDetailWire, IncidentWire } from '@/lib/incidents/schemas';
import { useMerge } from './mutations';

/** Active ones of the service first; whoever types looks through all. */
function queryFor(typed: string, { service }: IncidentWire): string {
  const text = typed.trim();
  const search = new URLSearchParams({ sort: '-startedAt', limit: '8' });
  if (text === '') {
    search.set('service', service);
    for (const status of ['open', 'investigating', 'resolved']) search.append('status', status);
  } else search.set('q', /^\d+$/.test(text) ? `#${text}` : text);
  return search.toString();
}

/** Chooses the incident that goes on, and says what merging does before it is done. */
export function MergeDialog({ incident, onClose }: { incident: IncidentDetailWire; onClose: () => void }) {
  const router = useRouter();
  const [typed, setTyped] = useState('');
  const [into, setInto] = useState<number | null>(null);
  const settled = useDebounced(typed, 200);
  const list = useInfiniteQuery(incidentListOptions(queryFor(settled, incident)));
  const found = (list.data?.pages.flatMap((page) => page.items) ?? []).filter(
    ({ number, mergedInto }) => number !== incident.number && mergedInto === null,
  );
  const chosen = found.find(({ number }) => number === into) ?? null;
  const merge = useMerge(incident);
  const send = () => {
    if (chosen === null) return;
    merge.mutate(chosen.number, {
      onSuccess: (goesOn) => {
        toast({ title: `Merged: it goes on as incident ${goesOn.number}` });
        onClose();
        router.push(incidentHref(goesOn.number));
      },
    });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Merge incident ${incident.number} into another`}
      description="Its signals go over, it is closed, and its address leads on. Later signals of its rule go over too while the other one is active."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={chosen === null} busy={merge.isPending} onClick={send}>
            {chosen === null ? 'Merge' : `Merge into #${chosen.number}`}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <SearchInput
          data-autofocus
          aria-label="Find an incident by words or number"
          placeholder="Words, or a number such as 12"
          value={typed}
          maxLength={190}
          onChange={(event) => setTyped(event.target.value)}
        />
        {merge.error && (
          <p
            role="alert"
            data-phase="failed"
            className="rounded border border-phase-border bg-phase-bg px-3 py-2 text-phase-fg"
          >
            Nothing was merged. {merge.error.message}
          </p>
        )}
        <fieldset aria-label="Incidents" className="min-h-64">
          {list.isPending ? (
            <SkeletonRows rows={4} label="Looking" />
          ) : list.isError ? (
            <p role="alert" className="text-danger-fg">
              {list.error.message} Type again to try again.
            </p>
          ) : found.length === 0 ? (
            <p className="py-2 text-fg-muted">
              {settled.trim() === ''
                ? `No other incident of ${incident.service} is under way. Type to look through all.`
                : 'No other incident has these words or this number.'}
            </p>
          ) : (
            found.map((one) => (
              <label
                key={one.number}
                className="flex cursor-pointer items-start gap-2.5 rounded border border-transparent px-2 py-2 hover:bg-surface-2 has-checked:border-accent-border has-checked:bg-accent-bg has-focus-visible:outline-2 has-focus-visible:outline-(--focus)"
              >
                <input
                  type="radio"
                  name="into"
                  value={one.number}
                  checked={one.number === into}
                  onChange={() => setInto(one.number)}
                  className="mt-1 accent-(--accent) outline-none"
                />
                <span className="min-w-0 flex-1">
                  <span className="flex items-start gap-2">
                    <SeverityMark severity={one.severity} />
                    <span className="nums font-mono text-xs leading-5 text-fg-muted">#{one.number}</span>
                    <span className="line-clamp-2 min-w-0 flex-1 font-medium wrap-anywhere">{one.title}</span>
                  </span>
                  <span className="mt-0.5 flex flex-wrap items-center gap-x-2.5 text-xs text-fg-muted">
                    <IncidentStatusMark status={one.status} />
                    {one.service}
                    {one.environment !== null && <EnvironmentTag name={one.environment} plain />}
                    <Time value={one.startedAt} focusable={false} />
                  </span>
                </span>
              </label>
            ))
          )}
        </fieldset>
      </div>
    </Dialog>
  );
}
