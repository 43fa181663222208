import { health } from '@/lib/dialects/ops-assist/health';
import { opsAssistHealth } from '@/lib/dialects/ops-assist/operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(opsAssistHealth, () => ok(health()));
