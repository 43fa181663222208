import { everywhere } from '@/lib/access/place';
import {
  createPreferenceBelowOperation,
  listPreferencesOperation,
} from '@/lib/dialects/versioner/preference-operations';
import { createPreference, listPreferences } from '@/lib/dialects/versioner/preferences';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(listPreferencesOperation, async () => ok(await listPreferences()));

export const POST = route(
  createPreferenceBelowOperation,
  async ({ body, request }) => ({
    status: 201,
    body: await createPreference(body, request.actor, request.idFor(0), request.audit),
  }),
  () => [everywhere],
);
