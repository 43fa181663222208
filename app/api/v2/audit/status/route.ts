import { readAuditStatus } from '@/lib/audit/list-audit';
import { auditStatusOperation } from '@/lib/audit/operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(auditStatusOperation, async () => ok(await readAuditStatus()));
