import { listVersions } from '@/lib/deployments/list-versions';
import { listVersionsOperation } from '@/lib/deployments/version-operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(listVersionsOperation, async ({ query }) => ok(await listVersions(query)));
