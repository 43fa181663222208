import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { type Search, toParams } from '@/components/catalog/search-params';
import { IncidentInsights } from '@/components/insights/incident-insights';
import { readInsightsUrl } from '@/components/insights/insights-url';
import { loadIncidentFigures } from '@/components/insights/load';

export const metadata: Metadata = { title: 'Incident figures' };

export default async function IncidentInsightsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const state = readInsightsUrl(toParams(await searchParams));
  return (
    <HydrationBoundary state={await loadIncidentFigures(state)}>
      <IncidentInsights />
    </HydrationBoundary>
  );
}
