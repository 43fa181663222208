import { config } from '@/lib/config';
import { homerLinksOperation } from '@/lib/dialects/tracker/links-operations';
import { DomainError } from '@/lib/errors';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { readHomer } from '@/lib/links-portal/homer';

export const GET = route(homerLinksOperation, async ({ request }) => {
  const { homerUrl } = config();
  if (!homerUrl) throw new DomainError('not_found', 'no Homer dashboard is configured: HOMER_URL is not set');
  return ok(await readHomer(homerUrl, request.signal), { 'cache-control': 'public, max-age=60' });
});
