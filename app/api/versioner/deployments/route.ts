import { listVersionerDeployments } from '@/lib/dialects/versioner/deployments';
import { listVersionerDeploymentsOperation } from '@/lib/dialects/versioner/resource-operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(listVersionerDeploymentsOperation, async ({ query }) =>
  ok(await listVersionerDeployments(query)),
);
