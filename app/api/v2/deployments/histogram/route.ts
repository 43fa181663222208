import { deploymentHistogram } from '@/lib/deployments/histogram';
import { deploymentHistogramOperation } from '@/lib/deployments/operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(deploymentHistogramOperation, async ({ query }) =>
  ok(await deploymentHistogram(query)),
);
