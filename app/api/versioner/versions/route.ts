import { listVersionerVersionsOperation } from '@/lib/dialects/versioner/resource-operations';
import { versionRows } from '@/lib/dialects/versioner/rows';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(listVersionerVersionsOperation, async ({ query }) => ok(await versionRows(query)));
