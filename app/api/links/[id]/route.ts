import { everywhere } from '@/lib/access/place';
import { deleteLinkOperation, replaceLinkOperation } from '@/lib/dialects/tracker/links-operations';
import { noContent, ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { deleteQuickLink, replaceQuickLink } from '@/lib/links-portal/quick-links';

export const PUT = route(
  replaceLinkOperation,
  async ({ params, body, request }) => ok(await replaceQuickLink(params.id, body, request.audit)),
  () => [everywhere],
);

export const DELETE = route(
  deleteLinkOperation,
  async ({ params, request }) => {
    await deleteQuickLink(params.id, request.audit);
    return noContent;
  },
  () => [everywhere],
);
