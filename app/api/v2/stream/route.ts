import { route } from '@/lib/http/route';
import { eventStream, streamStart } from '@/lib/live/event-stream';
import { streamOperation } from '@/lib/live/operations';

export const GET = route(streamOperation, async ({ query, request }) => {
  const filters = {
    topic: query.topics,
    kind: [...(query.kinds ?? []), ...(query.kind ?? [])],
    service: [...(query.services ?? []), ...(query.service ?? [])],
    environment: [...(query.environments ?? []), ...(query.environment ?? [])],
  };
  const start = await streamStart(request.header('last-event-id') || query.lastEventId);
  return {
    status: 200,
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      // Compression would hold messages back.
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
    },
    stream: eventStream(start, filters, request.signal),
  };
});
