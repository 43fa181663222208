import { getAuditEntry } from '@/lib/audit/list-audit';
import { getAuditOperation } from '@/lib/audit/operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(getAuditOperation, async ({ params }) => ok(await getAuditEntry(params.id)));
