import { postVersionEventBelow } from '@/lib/dialects/versioner/event-operations';
import { postBuild } from '@/lib/dialects/versioner/events';
import { route } from '@/lib/http/route';

export const POST = route(postVersionEventBelow, postBuild);
