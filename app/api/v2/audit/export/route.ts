import { exportAudit } from '@/lib/audit/export-audit';
import { exportAuditOperation } from '@/lib/audit/operations';
import { route } from '@/lib/http/route';

export const GET = route(exportAuditOperation, ({ query: { format, ...filters }, request }) => ({
  status: 200,
  headers: {
    'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson',
    'content-disposition': `attachment; filename="audit.${format}"`,
    'cache-control': 'no-store',
  },
  stream: exportAudit(filters, format, request.signal),
}));
