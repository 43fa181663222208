import { healthOperation } from '@/lib/health/operations';
import { version } from '@/lib/health/version';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(healthOperation, () =>
  ok({ status: 'ok', version, uptimeSeconds: Math.floor(process.uptime()) }),
);
