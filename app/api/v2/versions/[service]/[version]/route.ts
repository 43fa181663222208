import { getVersion } from '@/lib/deployments/get-version';
import { getVersionOperation } from '@/lib/deployments/version-operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(getVersionOperation, async ({ params }) =>
  ok(await getVersion(params.service, params.version)),
);
