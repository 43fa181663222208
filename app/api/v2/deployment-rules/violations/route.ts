import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { listViolationsOperation } from '@/lib/preflight/operations';
import { listViolations } from '@/lib/preflight/violations';

export const GET = route(listViolationsOperation, async ({ query }) => ok(await listViolations(query)));
