import { readBlastRadius } from '@/lib/catalog/graph';
import { blastRadiusOperation } from '@/lib/catalog/graph-operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(blastRadiusOperation, async ({ params, query }) =>
  ok(await readBlastRadius(params.name, query)),
);
