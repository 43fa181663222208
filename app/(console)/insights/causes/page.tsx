import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { type Search, toParams } from '@/components/catalog/search-params';
import { CauseInsights } from '@/components/insights/cause-insights';
import { readInsightsUrl } from '@/components/insights/insights-url';
import { loadCauses } from '@/components/insights/load';

export const metadata: Metadata = { title: 'Causes of incidents' };

export default async function CauseInsightsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const state = readInsightsUrl(toParams(await searchParams));
  return (
    <HydrationBoundary state={await loadCauses(state)}>
      <CauseInsights />
    </HydrationBoundary>
  );
}
