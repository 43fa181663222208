import { readyOperation } from '@/lib/health/operations';
import { readiness } from '@/lib/health/readiness';
import { ok, type Reply } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(readyOperation, async (): Promise<Reply> => {
  const checks = await readiness();
  if (checks.every((check) => check.ok)) return ok({ status: 'ready', checks });
  return {
    status: 503,
    headers: { 'content-type': 'application/problem+json', 'retry-after': '5' },
    body: {
      type: 'urn:shiplog:problem:unavailable',
      title: 'Not ready',
      status: 503,
      detail: checks
        .filter((check) => !check.ok)
        .map(({ name, detail }) => `${name}: ${detail}`)
        .join('; '),
      code: 'unavailable',
      checks,
    },
  };
});
