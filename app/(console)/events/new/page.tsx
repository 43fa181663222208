import type { Metadata } from 'next';
import { CreateEvent } from '@/components/events/create-event';
import { emptyValues, type FormValues } from '@/components/events/form-values';
import { NeedsRole } from '@/components/frame/needs-role';
import { PageBody, PageHeader } from '@/components/frame/page-header';
import { requestMay } from '@/components/frame/request-caller';

export const metadata: Metadata = { title: 'New event' };

type Search = Record<string, string | string[] | undefined>;

export default async function NewEventPage({ searchParams }: { searchParams: Promise<Search> }) {
  const permission = await requestMay('events:write');
  if (!permission.allowed) return <NeedsRole page="New event" permission={permission} />;
  return (
    <PageBody className="max-w-3xl pb-0">
      <PageHeader
        title="New event"
        description="Something that is planned, goes on or has happened. CI reports the same over HTTP."
      />
      <CreateEvent given={givenIn(await searchParams)} />
    </PageBody>
  );
}

/** The fields that the address fills in: `?kind=operation&service=checkout`. */
function givenIn(search: Search): Partial<FormValues> {
  const given = Object.entries(search).filter(
    ([name, value]) =>
      typeof value === 'string' &&
      Object.hasOwn(emptyValues, name) &&
      typeof emptyValues[name as keyof FormValues] === 'string',
  );
  return Object.fromEntries(given) as Partial<FormValues>;
}
