import { verifyAuditOperation } from '@/lib/audit/operations';
import { verifyAudit } from '@/lib/audit/verify';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

/** What one request recomputes, well under a second. */
const mostEntries = 20_000;

export const POST = route(verifyAuditOperation, async ({ body, request }) => {
  const found = await verifyAudit({ ...body, mostEntries });
  const { head, complete, fault } = found;
  request.audit.note({ subject: `audit:block ${head.number}`, after: { complete, fault } });
  return ok(found);
});
