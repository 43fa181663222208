import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { type Search, toParams } from '@/components/catalog/search-params';
import { DeliveryInsights } from '@/components/delivery/delivery-insights';
import { readDeliveryUrl } from '@/components/delivery/delivery-url';
import { loadDelivery } from '@/components/delivery/load';

export const metadata: Metadata = { title: 'Delivery' };

export default async function DeliveryPage({ searchParams }: { searchParams: Promise<Search> }) {
  const state = readDeliveryUrl(toParams(await searchParams));
  return (
    <HydrationBoundary state={await loadDelivery(state)}>
      <DeliveryInsights />
    </HydrationBoundary>
  );
}
