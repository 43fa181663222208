import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { incidentFigures } from '@/lib/incidents/figures';
import { incidentFiguresOperation } from '@/lib/incidents/insight-operations';

export const GET = route(incidentFiguresOperation, async ({ query }) => ok(await incidentFigures(query)));
