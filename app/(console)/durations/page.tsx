import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { type Search, toParams } from '@/components/catalog/search-params';
import { Durations } from '@/components/durations/durations';
import { readDurationsUrl } from '@/components/durations/durations-url';
import { loadDurations } from '@/components/durations/load';

export const metadata: Metadata = { title: 'Durations' };

export default async function DurationsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const state = readDurationsUrl(toParams(await searchParams));
  return (
    <HydrationBoundary state={await loadDurations(state)}>
      <Durations />
    </HydrationBoundary>
  );
}
