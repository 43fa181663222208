import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { ChainView } from '@/components/durations/chain-view';
import { findChain, loadChain } from '@/components/durations/load';

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** Once per request, for the title and the page. */
const find = cache(findChain);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const chain = await find((await params).id);
  return {
    title: chain ? `${chain.service} ${chain.version ?? ''} over time`.replace('  ', ' ') : 'No such chain',
  };
}

export default async function ChainPage({ params, searchParams }: Props) {
  const { id } = await params;
  const chain = await find(id);
  if (!chain) notFound();
  const { event } = await searchParams;
  const { dehydrated, position } = await loadChain(id, chain, typeof event === 'string' ? event : null);
  return (
    <HydrationBoundary state={dehydrated}>
      <ChainView key={id} id={id} position={position} />
    </HydrationBoundary>
  );
}
