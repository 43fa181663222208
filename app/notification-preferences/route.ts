import { everywhere } from '@/lib/access/place';
import { createPreferenceOperation } from '@/lib/dialects/versioner/preference-operations';
import { createPreference } from '@/lib/dialects/versioner/preferences';
import { route } from '@/lib/http/route';

export const POST = route(
  createPreferenceOperation,
  async ({ body, request }) => ({
    status: 201,
    body: await createPreference(body, request.actor, request.idFor(0), request.audit),
  }),
  () => [everywhere],
);
