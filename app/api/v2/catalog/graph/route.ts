import { readGraph } from '@/lib/catalog/graph';
import { graphOperation } from '@/lib/catalog/graph-operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(graphOperation, async ({ query }) => ok(await readGraph(query)));
