import { getVersionerDeployment } from '@/lib/dialects/versioner/deployments';
import { getVersionerDeploymentOperation } from '@/lib/dialects/versioner/resource-operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(getVersionerDeploymentOperation, async ({ params }) =>
  ok(await getVersionerDeployment(params.id)),
);
