import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { suspectedOfOperation } from '@/lib/incidents/cause-operations';
import { suspectedOf } from '@/lib/incidents/suspects/suspected-of';

export const GET = route(suspectedOfOperation, async ({ params }) => ok(await suspectedOf(params.id)));
