import { postVersionEventBelow } from '@/lib/dialects/versioner/event-operations';
import { postBuild } from '@/lib/dialects/versioner/events';
import { placesOfBuild } from '@/lib/dialects/versioner/places';
import { route } from '@/lib/http/route';

export const POST = route(postVersionEventBelow, postBuild, placesOfBuild);
