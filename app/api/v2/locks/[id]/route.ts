import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { getLock } from '@/lib/locks/find-locks';
import { getLockOperation } from '@/lib/locks/operations';

export const GET = route(getLockOperation, async ({ params }) => ok(await getLock(params.id)));
