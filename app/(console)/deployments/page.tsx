import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { type Search, toParams } from '@/components/catalog/search-params';
import { Deployments } from '@/components/deployments/deployments';
import { readDeploymentsUrl } from '@/components/deployments/deployments-url';
import { loadDeployments } from '@/components/deployments/load';

export const metadata: Metadata = { title: 'Deployments' };

export default async function DeploymentsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const { dehydrated, position } = await loadDeployments(readDeploymentsUrl(toParams(await searchParams)));
  return (
    <HydrationBoundary state={dehydrated}>
      <Deployments position={position} />
    </HydrationBoundary>
  );
}
