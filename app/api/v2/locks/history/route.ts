import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { lockHistory } from '@/lib/locks/lock-history';
import { lockHistoryOperation } from '@/lib/locks/operations';

export const GET = route(lockHistoryOperation, async ({ query }) => ok(await lockHistory(query)));
