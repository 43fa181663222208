import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { EventView } from '@/components/events/event-view';
import { loadEvent } from '@/components/events/load';

type Props = { params: Promise<{ id: string }> };

/** Once per request, for the title and the page. */
const load = cache(loadEvent);

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await load((await params).id);
  return { title: found?.event.title ?? 'No such event' };
}

export default async function EventPage({ params }: Props) {
  const { id } = await params;
  const found = await load(id);
  if (!found) notFound();
  return (
    <HydrationBoundary state={found.dehydrated}>
      <EventView id={found.event.id} />
    </HydrationBoundary>
  );
}
