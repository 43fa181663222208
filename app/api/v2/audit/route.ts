import { listAudit } from '@/lib/audit/list-audit';
import { listAuditOperation } from '@/lib/audit/operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(listAuditOperation, async ({ query }) => ok(await listAudit(query)));
