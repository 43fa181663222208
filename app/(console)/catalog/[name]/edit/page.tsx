import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { nameOf } from '@/components/catalog/addresses';
import { EntryForm } from '@/components/catalog/entry-form';
import { findEntry, holdEntry } from '@/components/catalog/load';
import { NeedsRole } from '@/components/frame/needs-role';
import { requestMay } from '@/components/frame/request-caller';
import { serviceName } from '@/lib/catalog/fields';
import { placeOfEntry } from '@/lib/catalog/place';

type Props = { params: Promise<{ name: string }> };

/** Once per request. Null for a name that no service can have. */
const load = cache(async (param: string) => {
  const said = nameOf(param);
  const parsed = serviceName.safeParse(said);
  if (!parsed.success) return null;
  const entry = await findEntry(parsed.data);
  return { name: entry?.name ?? parsed.data, entry };
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const found = await load((await params).name);
  if (!found) return { title: 'No such service' };
  return { title: `${found.entry && !found.entry.discovered ? 'Edit' : 'Describe'} ${found.name}` };
}

export default async function EditServicePage({ params }: Props) {
  const found = await load((await params).name);
  if (!found) notFound();
  const { name, entry } = found;
  const permission = await requestMay('catalog:write', placeOfEntry(name));
  if (!permission.allowed) return <NeedsRole page={`Edit ${name}`} permission={permission} />;
  return (
    <HydrationBoundary state={entry ? holdEntry(entry) : undefined}>
      <EntryForm key={name} name={name} entry={entry} />
    </HydrationBoundary>
  );
}
