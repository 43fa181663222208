import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { nameOf } from '@/components/catalog/addresses';
import { findVersion, loadVersion } from '@/components/deployments/version/load';
import { VersionView } from '@/components/deployments/version/version-view';

type Props = { params: Promise<{ service: string; version: string }> };

/** Once per request, for the title and the page. */
const find = cache(async (serviceParam: string, versionParam: string) => {
  const [service, version] = [nameOf(serviceParam), nameOf(versionParam)];
  return service && version ? findVersion(service, version) : null;
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { service, version } = await params;
  const found = await find(service, version);
  return { title: found ? `${found.service} ${found.version}` : 'No such version' };
}

export default async function VersionPage({ params }: Props) {
  const { service, version } = await params;
  const found = await find(service, version);
  if (!found) notFound();
  const { dehydrated, position } = await loadVersion(found);
  return (
    <HydrationBoundary state={dehydrated}>
      <VersionView
        key={`${found.service}\n${found.version}`}
        service={found.service}
        version={found.version}
        position={position}
      />
    </HydrationBoundary>
  );
}
