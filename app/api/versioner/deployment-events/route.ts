import { postDeploymentEventBelow } from '@/lib/dialects/versioner/event-operations';
import { postDeployment } from '@/lib/dialects/versioner/events';
import { placesOfDeployment } from '@/lib/dialects/versioner/places';
import { route } from '@/lib/http/route';

export const POST = route(postDeploymentEventBelow, postDeployment, placesOfDeployment);
