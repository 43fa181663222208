import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { loadLocks } from '@/components/locks/load';
import { Locks } from '@/components/locks/locks';
import { readLocksUrl } from '@/components/locks/locks-url';

export const metadata: Metadata = { title: 'Locks' };

type Search = Record<string, string | string[] | undefined>;

export default async function LocksPage({ searchParams }: { searchParams: Promise<Search> }) {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(await searchParams)) {
    for (const one of [value].flat()) if (one !== undefined) params.append(name, one);
  }
  const { dehydrated, position } = await loadLocks(readLocksUrl(params));
  return (
    <HydrationBoundary state={dehydrated}>
      <Locks position={position} />
    </HydrationBoundary>
  );
}
