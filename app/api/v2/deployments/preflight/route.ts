import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { preflightOperation } from '@/lib/preflight/operations';
import { preflight } from '@/lib/preflight/preflight';

export const POST = route(preflightOperation, async ({ body }) => ok(await preflight(body)));
