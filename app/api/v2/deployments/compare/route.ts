import { compareDeployments } from '@/lib/deployments/compare-deployments';
import { compareDeploymentsOperation } from '@/lib/deployments/operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(compareDeploymentsOperation, async ({ query }) =>
  ok(await compareDeployments(query)),
);
