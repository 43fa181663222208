import { everywhere } from '@/lib/access/place';
import { createLinkOperation, listLinksOperation } from '@/lib/dialects/tracker/links-operations';
import { created, ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { createQuickLink, listQuickLinks } from '@/lib/links-portal/quick-links';

export const GET = route(listLinksOperation, async () => ok(await listQuickLinks()));

export const POST = route(
  createLinkOperation,
  async ({ body, request }) => {
    // The wire's ids are shorter than those that a retry fixes; their first half is time, so the ends are taken.
    const id = request.idFor(0)?.replaceAll('-', '').slice(8);
    const link = await createQuickLink(body, id, request.audit);
    return created(link, `/api/links/${link.id}`);
  },
  () => [everywhere],
);
