import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { nameOf } from '@/components/catalog/addresses';
import { type Search, toParams } from '@/components/catalog/search-params';
import { EnvironmentView } from '@/components/deployments/history/environment-view';
import { readHistoryUrl } from '@/components/deployments/history/history-url';
import { loadHistory } from '@/components/deployments/history/load';
import { findEnvironment } from '@/lib/environments/list-environments';
import { nameKey } from '@/lib/names';

type Props = { params: Promise<{ environment: string }>; searchParams: Promise<Search> };

/** Once per request, for the title. In the spelling that it is known by. */
const find = cache(async (param: string) => {
  const name = nameOf(param);
  return name ? findEnvironment(nameKey(name)) : undefined;
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const environment = await find((await params).environment);
  return { title: environment ? `Deployments to ${environment.name}` : 'No such environment' };
}

export default async function EnvironmentPage({ params, searchParams }: Props) {
  const environment = await find((await params).environment);
  if (!environment) notFound();
  const { name } = environment;
  const { dehydrated, position } = await loadHistory(readHistoryUrl(name, toParams(await searchParams)));
  return (
    <HydrationBoundary state={dehydrated}>
      <EnvironmentView key={name} name={name} position={position} />
    </HydrationBoundary>
  );
}
