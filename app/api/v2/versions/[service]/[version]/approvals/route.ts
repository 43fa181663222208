import { approveVersion } from '@/lib/deployments/approve-version';
import { approveVersionOperation } from '@/lib/deployments/version-operations';
import { route } from '@/lib/http/route';

export const POST = route(
  approveVersionOperation,
  async ({ params, body, request }) => ({
    status: 201,
    body: await approveVersion(
      params.service,
      params.version,
      body,
      request.actor,
      request.idFor(0),
      request.audit,
    ),
  }),
  ({ params: { service }, body }) => [{ service, environment: body.environment ?? null }],
);
