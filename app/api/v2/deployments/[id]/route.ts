import { getDeployment } from '@/lib/deployments/get-deployment';
import { getDeploymentOperation } from '@/lib/deployments/operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(getDeploymentOperation, async ({ params }) => ok(await getDeployment(params.id)));
