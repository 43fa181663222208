import { versionerHealthOperation } from '@/lib/dialects/versioner/resource-operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(versionerHealthOperation, () => ok({ status: 'healthy' }));
