import { listEnvironments } from '@/lib/environments/list-environments';
import { listEnvironmentsOperation } from '@/lib/environments/operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(listEnvironmentsOperation, async () => ok(await listEnvironments()));
