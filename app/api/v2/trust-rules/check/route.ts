import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { checkRun } from '@/lib/trust/check-run';
import { checkTrustOperation } from '@/lib/trust/operations';

export const POST = route(checkTrustOperation, async ({ body }) => ok(await checkRun(body.token)));
