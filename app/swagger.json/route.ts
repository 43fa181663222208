import { descriptionReply } from '@/lib/api/description';
import { describeSwaggerOperation } from '@/lib/api/operations';
import { route } from '@/lib/http/route';

export const GET = route(describeSwaggerOperation, ({ request }) => descriptionReply(request.header));
