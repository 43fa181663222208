import { exportEntries } from '@/lib/catalog/export-entries';
import { exportOperation } from '@/lib/catalog/transfer-operations';
import { route } from '@/lib/http/route';

export const GET = route(exportOperation, async ({ query }) => ({
  status: 200,
  headers: {
    'content-type': 'application/yaml; charset=utf-8',
    'content-disposition': 'attachment; filename="catalog.yaml"',
    'cache-control': 'no-store',
  },
  text: await exportEntries(query),
}));
