import { complianceOperation } from '@/lib/catalog/operations';
import { readCompliance } from '@/lib/catalog/read-compliance';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(complianceOperation, async ({ query }) => ok(await readCompliance(query.types)));
