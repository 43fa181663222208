import { ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { draftPostmortemOperation } from '@/lib/incidents/cause-operations';
import { draftPostmortem } from '@/lib/incidents/suspects/draft-postmortem';

export const GET = route(draftPostmortemOperation, async ({ params }) =>
  ok(await draftPostmortem(params.number)),
);
