import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { suspectFiguresOperation } from '@/lib/incidents/insight-operations';
import { suspectFigures } from '@/lib/incidents/suspects/suspect-figures';

export const GET = route(suspectFiguresOperation, async ({ query }) => ok(await suspectFigures(query)));
