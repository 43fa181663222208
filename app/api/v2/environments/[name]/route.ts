import { changeEnvironment } from '@/lib/environments/change-environment';
import { patchEnvironmentOperation } from '@/lib/environments/operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const PATCH = route(
  patchEnvironmentOperation,
  async ({ params, body, request }) => ok(await changeEnvironment(params.name, body, request.audit)),
  ({ params }) => [{ service: null, environment: params.name }],
);
