'use client';

import { useQuery } from '@tanstack/react-query';
import { FacetGroup, FacetsSkeleton } from '@/components/frame/facet-group';
import { PriorityBadge } from '@/components/glyphs/badges';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { cn } from '@/components/ui/cn';
import { ErrorState } from '@/components/ui/error-state';
import { type Priority, priorities } from '@/lib/events/vocabulary';
import type { IncidentFacetsWire } from '@/lib/incidents/operations';
import { incidentFacetsOptions } from '@/lib/incidents/queries';
import { type IncidentStatus, incidentStatuses } from '@/lib/incidents/vocabulary';
import { filterLabel, filterText, splits } from './filters';
import { IncidentStatusMark } from './incident-parts';

type FacetName = keyof IncidentFacetsWire;

const order: readonly FacetName[] = ['status', 'severity', 'category', 'service', 'environment', 'assignee'];

function face(name: FacetName, value: string) {
  if (name === 'status') return <IncidentStatusMark status={value as IncidentStatus} />;
  if (name === 'environment') return <EnvironmentTag name={value} plain />;
  if (name === 'severity') {
    return (
      <>
        <PriorityBadge priority={value as Priority} />
        <span className="truncate">{filterText(name, value).replace(/^P\d /, '')}</span>
      </>
    );
  }
  return <span className="min-w-0 truncate">{filterText(name, value)}</span>;
}

/** What has an order of its own keeps it; all else comes with the most first, as the API answers. */
function entriesOf(facets: IncidentFacetsWire, name: FacetName) {
  const known: readonly string[] =
    name === 'status' ? incidentStatuses : name === 'severity' ? priorities : [];
  return (
    facets[name]
      // Nobody is no name that one can filter by.
      .map(({ value, count }: { value: string; count: number }) => ({ value: value || null, count }))
      .sort((a, b) => known.indexOf(a.value ?? '') - known.indexOf(b.value ?? ''))
  );
}

/** The facets with their counts. On the board the columns say the status. */
export function IncidentFacets({ query, withStatus }: { query: string; withStatus: boolean }) {
  const facets = useQuery(incidentFacetsOptions(query));
  if (facets.isPending) return <FacetsSkeleton groups={[4, 6, 8, 3]} />;
  if (facets.isError && !facets.data) {
    return (
      <ErrorState
        compact
        title="The filters could not be read"
        text="What you have chosen still applies."
        detail={facets.error.message}
        onRetry={() => facets.refetch()}
        retrying={facets.isFetching}
      />
    );
  }
  return (
    <div className={cn('pb-6', facets.isPlaceholderData && 'opacity-70')}>
      {order
        .filter((name) => name !== 'status' || withStatus)
        .map((name) => (
          <FacetGroup
            key={name}
            name={name}
            label={filterLabel(name)}
            entries={entriesOf(facets.data, name)}
            commas={splits(name)}
            textOf={(value) => filterText(name, value)}
            show={(value) => face(name, value)}
          />
        ))}
    </div>
  );
}
