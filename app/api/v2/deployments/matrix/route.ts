import { readMatrix } from '@/lib/deployments/matrix';
import { matrixOperation } from '@/lib/deployments/operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(matrixOperation, async ({ query }) => ok(await readMatrix(query)));
