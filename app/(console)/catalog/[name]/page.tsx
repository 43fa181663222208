import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { nameOf } from '@/components/catalog/addresses';
import { EntryView } from '@/components/catalog/entry-view';
import { findEntry, loadEntry } from '@/components/catalog/load';
import { type Search, toParams } from '@/components/catalog/search-params';

type Props = { params: Promise<{ name: string }>; searchParams: Promise<Search> };

/** Once per request, for the title and the page. */
const load = cache(async (param: string) => {
  const name = nameOf(param);
  return name === null ? null : findEntry(name);
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const entry = await load((await params).name);
  return { title: entry?.name ?? 'No such service' };
}

export default async function ServicePage({ params, searchParams }: Props) {
  const entry = await load((await params).name);
  if (!entry) notFound();
  return (
    <HydrationBoundary state={await loadEntry(entry, toParams(await searchParams))}>
      <EntryView key={entry.name} name={entry.name} />
    </HydrationBoundary>
  );
}
