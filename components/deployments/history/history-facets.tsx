'use client';

import { useQuery } from '@tanstack/react-query';
import { FacetGroup, FacetsSkeleton } from '@/components/frame/facet-group';
import { useUrlValues } from '@/components/frame/use-url-state';
import { PhaseMark } from '@/components/glyphs/phase-mark';
import { phaseLabel } from '@/components/glyphs/phases';
import { Checkbox } from '@/components/ui/checkbox';
import { cn } from '@/components/ui/cn';
import { ErrorState } from '@/components/ui/error-state';
import { changeKinds } from '@/lib/deployments/vocabulary';
import { eventFacetsOptions } from '@/lib/events/queries';
import { type Phase, phases } from '@/lib/events/vocabulary';
import { ChangeMark } from '../deployment-parts';
import { changeLabel } from '../words';
import type { HistoryFilter } from './history-url';

export const filterLabel: Record<HistoryFilter, string> = {
  phase: 'State',
  change: 'Change',
  service: 'Service',
  by: 'By',
  team: 'Team',
};

/** What a value of a filter reads as. */
export function filterText(name: HistoryFilter, value: string): string {
  if (name === 'phase' && Object.hasOwn(phaseLabel, value)) return phaseLabel[value as Phase];
  if (name === 'change' && Object.hasOwn(changeLabel, value))
    return changeLabel[value as keyof typeof changeLabel];
  return value;
}

/** What the history can be narrowed by, with counts of the window. */
export function HistoryFacets({ query }: { query: string }) {
  const answer = useQuery(eventFacetsOptions(query));
  if (answer.isPending) return <FacetsSkeleton groups={[4, 4, 8, 6]} />;
  if (answer.isError && !answer.data)
    return (
      <ErrorState
        compact
        title="The filters could not be read"
        text="What you have chosen still applies."
        detail={answer.error.message}
        onRetry={() => answer.refetch()}
        retrying={answer.isFetching}
      />
    );
  const { facets } = answer.data;
  return (
    <div className={cn('pb-6', answer.isPlaceholderData && 'opacity-70')}>
      <FacetGroup
        name="phase"
        label={filterLabel.phase}
        entries={phases.flatMap((phase) => facets.phase.filter(({ value }) => value === phase))}
        commas
        textOf={(value) => filterText('phase', value)}
        show={(value) => (
          <>
            <PhaseMark phase={value as Phase} size={13} />
            <span className="truncate">{filterText('phase', value)}</span>
          </>
        )}
      />
      <ChangeFilter />
      <FacetGroup name="service" label={filterLabel.service} entries={facets.service} commas={false} />
      <FacetGroup
        name="by"
        label={filterLabel.by}
        entries={facets.owner.map(({ value, count }) => ({ value: value || null, count }))}
        commas={false}
      />
    </div>
  );
}

/** What a deployment did is known only by what was there before, so it is not counted. */
function ChangeFilter() {
  const [chosen, setChosen] = useUrlValues('change', true);
  return (
    <fieldset className="min-w-0 border-b border-line px-2 py-1.5">
      <legend className="float-left flex h-control-sm w-full items-center pl-5.5 text-xs font-medium text-fg-muted">
        {filterLabel.change}
      </legend>
      <ul className="clear-both">
        {changeKinds.map((kind) => (
          <li key={kind}>
            <Checkbox
              checked={chosen.includes(kind)}
              onChange={() =>
                setChosen(chosen.includes(kind) ? chosen.filter((one) => one !== kind) : [...chosen, kind])
              }
              className="h-6.5 w-full rounded-sm px-1.5 hover:bg-surface-2 pointer-coarse:h-11"
            >
              <ChangeMark change={kind} />
            </Checkbox>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
