import { pageEntries } from '@/lib/catalog/page-entries';
import { listTrackerCatalogs } from '@/lib/dialects/tracker/catalog-operations';
import { listCap, readPage } from '@/lib/dialects/tracker/paging';
import { writeCatalog } from '@/lib/dialects/tracker/write-catalog';
import type { RawQuery } from '@/lib/http/query';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(listTrackerCatalogs, async ({ query }) => {
  const page = readPage(query as RawQuery) ?? { offset: 0, limit: listCap };
  const { entries, total } = await pageEntries(page);
  return ok({ catalogs: entries.map(writeCatalog), totalCount: total });
});
