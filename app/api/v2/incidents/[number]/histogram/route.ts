import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { incidentHistogramOperation } from '@/lib/incidents/operations';
import { signalHistogram } from '@/lib/incidents/signal-histogram';

export const GET = route(incidentHistogramOperation, async ({ params, query }) =>
  ok(await signalHistogram(params.number, query)),
);
