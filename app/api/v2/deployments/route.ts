import { listDeployments } from '@/lib/deployments/list-deployments';
import { listDeploymentsOperation } from '@/lib/deployments/operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(listDeploymentsOperation, async ({ query }) => ok(await listDeployments(query)));
