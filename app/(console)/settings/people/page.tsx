import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { NeedsRole } from '@/components/frame/needs-role';
import { requestCaller, requestMay } from '@/components/frame/request-caller';
import { loadPeople } from '@/components/people/load';
import { PeopleList } from '@/components/people/people-list';

export const metadata: Metadata = { title: 'People' };
/** People are read anew for every reader. */
export const dynamic = 'force-dynamic';

export default async function PeoplePage() {
  const permission = await requestMay('admin');
  if (!permission.allowed) return <NeedsRole page="People" permission={permission} />;
  return (
    <HydrationBoundary state={await loadPeople(await requestCaller())}>
      <PeopleList />
    </HydrationBoundary>
  );
}
