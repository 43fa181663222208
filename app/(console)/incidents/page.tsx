import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { Board } from '@/components/incidents/board/board';
import { readBoardUrl } from '@/components/incidents/board/board-url';
import { loadBoard } from '@/components/incidents/board/load';

export const metadata: Metadata = { title: 'Incidents' };

type Search = Record<string, string | string[] | undefined>;

export default async function IncidentsPage({ searchParams }: { searchParams: Promise<Search> }) {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(await searchParams)) {
    for (const one of [value].flat()) if (one !== undefined) params.append(name, one);
  }
  const { dehydrated, position } = await loadBoard(readBoardUrl(params));
  return (
    <HydrationBoundary state={dehydrated}>
      <Board position={position} />
    </HydrationBoundary>
  );
}
