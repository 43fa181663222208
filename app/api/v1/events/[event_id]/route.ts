import { getSignal } from '@/lib/dialects/ops-assist/events';
import { getOpsAssistEvent } from '@/lib/dialects/ops-assist/operations';
import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';

export const GET = route(getOpsAssistEvent, async ({ params }) => ok(await getSignal(params.event_id)));
