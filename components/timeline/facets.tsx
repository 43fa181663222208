'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ActiveFilter } from '@/components/frame/active-filters';
import { FacetGroup, FacetsSkeleton } from '@/components/frame/facet-group';
import { useUrlState, valuesOf } from '@/components/frame/use-url-state';
import { EnvironmentTag } from '@/components/glyphs/environment-tag';
import { KindGlyph } from '@/components/glyphs/kind-glyph';
import { kindLabel } from '@/components/glyphs/kinds';
import { PhaseMark } from '@/components/glyphs/phase-mark';
import { phaseLabel, statusLabel } from '@/components/glyphs/phases';
import { cn } from '@/components/ui/cn';
import { ErrorState } from '@/components/ui/error-state';
import { eventFacetsOptions } from '@/lib/events/queries';
import type { FacetName } from '@/lib/events/timeline-operations';
import { type EventKind, type EventStatus, type Phase, phaseOf } from '@/lib/events/vocabulary';

export const facetLabel: Record<FacetName, string> = {
  kind: 'Kind',
  phase: 'State',
  environment: 'Environment',
  service: 'Service',
  status: 'Status',
  priority: 'Priority',
  level: 'Level',
  owner: 'Owner',
  source: 'Source',
};

const order = Object.keys(facetLabel) as FacetName[];
/** Open unless somebody folds them; the others are one press away. */
const openAtFirst: readonly FacetName[] = ['kind', 'phase', 'environment', 'service'];

const labels: Partial<Record<FacetName, Record<string, string>>> = {
  kind: kindLabel,
  phase: phaseLabel,
  status: statusLabel,
};

/** Whether a value is one of a closed vocabulary. The address may say anything, also `__proto__`. */
const isKnown = (name: FacetName, value: string) => Object.hasOwn(labels[name] ?? {}, value);

/** What a value of a facet reads as. */
function facetValue(name: FacetName, value: string): string {
  return isKnown(name, value) ? (labels[name]?.[value] as string) : value;
}

function FacetMark({ name, value }: { name: FacetName; value: string }): ReactNode {
  if (!isKnown(name, value)) return null;
  if (name === 'kind') return <KindGlyph kind={value as EventKind} size={13} className="text-fg-muted" />;
  if (name === 'phase') return <PhaseMark phase={value as Phase} size={13} />;
  if (name === 'status') return <PhaseMark phase={phaseOf(value as EventStatus)} size={13} />;
  return null;
}

function FacetFace({ name, value }: { name: FacetName; value: string }) {
  if (name === 'environment') return <EnvironmentTag name={value} plain />;
  return (
    <>
      <FacetMark name={name} value={value} />
      <span className="min-w-0 truncate">{facetValue(name, value)}</span>
    </>
  );
}

/** The facets with their counts for what is in sight. */
export function Facets({ query }: { query: string }) {
  const facets = useQuery(eventFacetsOptions(query));
  if (facets.isPending) return <FacetsSkeleton groups={[8, 6, 7, 8]} />;
  if (facets.isError) {
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
  if (order.every((name) => (facets.data.facets[name] ?? []).length === 0)) {
    return (
      <p className="p-4 text-fg-subtle">
        Filters by kind, state, environment, service and more stand here as soon as there are events in sight.
      </p>
    );
  }
  return (
    <div className={cn('pb-6', facets.isPlaceholderData && 'opacity-70')}>
      {order.map((name) => (
        <FacetGroup
          key={name}
          name={name}
          label={facetLabel[name]}
          entries={facets.data.facets[name] ?? []}
          commas={splits(name)}
          folded={!openAtFirst.includes(name)}
          textOf={(value) => facetValue(name, value)}
          show={(value) => <FacetFace name={name} value={value} />}
        />
      ))}
    </div>
  );
}

/** The filters that are active, over all facets. */
export function useActiveFilters(): ActiveFilter[] {
  const { query } = useUrlState();
  const facets = order.flatMap((name) =>
    valuesOf(query, name, splits(name)).map((value) => ({
      name,
      label: facetLabel[name],
      value,
      text: facetValue(name, value),
    })),
  );
  const others = Object.entries(otherFilters).flatMap(([name, label]) =>
    valuesOf(query, name, splits(name)).map((value) => ({
      name,
      label,
      value,
      text: name === 'q' ? `“${value}”` : value,
    })),
  );
  return [...facets, ...others];
}

const otherFilters = {
  q: 'Text',
  version: 'Version',
  category: 'Category',
  eventType: 'Type',
  impact: 'Impact',
  relatedId: 'Related to',
  slackId: 'Slack id',
  externalId: 'External id',
};

/** Whether a comma separates the values of this filter: it does in closed vocabularies, not in names. */
export function splits(name: string): boolean {
  return ['kind', 'phase', 'status', 'priority', 'level', 'impact'].includes(name);
}
