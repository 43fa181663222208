import { accessMode } from '@/lib/access/mode';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { meOf } from '@/lib/people/me';
import { meOperation } from '@/lib/people/me-operations';

export const GET = route(meOperation, async ({ request }) =>
  ok(meOf(request.caller, await accessMode()), { 'cache-control': 'no-store' }),
);
