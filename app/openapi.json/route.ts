import { descriptionReply } from '@/lib/api/description';
import { describeOperation } from '@/lib/api/operations';
import { route } from '@/lib/http/route';

export const GET = route(describeOperation, ({ request }) => descriptionReply(request.header));
