import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { type Search, toParams } from '@/components/catalog/search-params';
import { IncidentView } from '@/components/incidents/detail/incident-view';
import { findIncident, loadIncident, numberOf } from '@/components/incidents/detail/load';

type Props = { params: Promise<{ number: string }>; searchParams: Promise<Search> };

/** Once per request, for the title. */
const find = cache(async (param: string) => {
  const number = numberOf(param);
  return number === null ? null : findIncident(number);
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const incident = await find((await params).number);
  return { title: incident ? `#${incident.number} ${incident.title}` : 'No such incident' };
}

export default async function IncidentPage({ params, searchParams }: Props) {
  const number = numberOf((await params).number);
  const loaded = number === null ? null : await loadIncident(number, toParams(await searchParams));
  if (number === null || loaded === null) notFound();
  return (
    <HydrationBoundary state={loaded.dehydrated}>
      <IncidentView key={number} number={number} position={loaded.position} />
    </HydrationBoundary>
  );
}
