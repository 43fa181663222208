import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { loadTimeline } from '@/components/timeline/load';
import { laneCounts, shapeFor } from '@/components/timeline/shape';
import { Timeline } from '@/components/timeline/timeline';
import { readTimelineUrl } from '@/components/timeline/timeline-url';

export const metadata: Metadata = { title: 'Timeline' };

type Search = Record<string, string | string[] | undefined>;

export default async function TimelinePage({ searchParams }: { searchParams: Promise<Search> }) {
  const [search, sent] = await Promise.all([searchParams, headers()]);
  const state = readTimelineUrl(toParams(search));
  // Only a first guess at how finely to draw; the browser measures and asks again where it is wrong.
  const small = /\bMobile\b/.test(sent.get('user-agent') ?? '');
  const first = {
    groupBy: state.groupBy,
    slots: shapeFor(small ? 375 : 1_000).slots,
    lanes: laneCounts[0],
  };
  const { dehydrated, position } = await loadTimeline(state, first);
  return (
    <HydrationBoundary state={dehydrated}>
      <Timeline first={first} position={position} />
    </HydrationBoundary>
  );
}

function toParams(search: Search): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const one of [value].flat()) if (one !== undefined) params.append(name, one);
  }
  return params;
}
