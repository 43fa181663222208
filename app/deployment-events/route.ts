import { postDeploymentEvent } from '@/lib/dialects/versioner/event-operations';
import { postDeployment } from '@/lib/dialects/versioner/events';
import { route } from '@/lib/http/route';

export const POST = route(postDeploymentEvent, postDeployment);
