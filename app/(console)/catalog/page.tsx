import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { Catalog } from '@/components/catalog/catalog';
import { readCatalogUrl } from '@/components/catalog/catalog-url';
import { loadCatalog } from '@/components/catalog/load';
import { type Search, toParams } from '@/components/catalog/search-params';

type Props = { searchParams: Promise<Search> };

const titles = { table: 'Catalog', graph: 'Dependencies', compliance: 'Version compliance' };

export async function generateMetadata({ searchParams }: Props): Promise<Metadata> {
  return { title: titles[readCatalogUrl(toParams(await searchParams)).view] };
}

export default async function CatalogPage({ searchParams }: Props) {
  const state = readCatalogUrl(toParams(await searchParams));
  return (
    <HydrationBoundary state={await loadCatalog(state)}>
      <Catalog />
    </HydrationBoundary>
  );
}
