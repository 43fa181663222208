import { unknownRoute } from '@/lib/dialects/unknown-route';

/** Everything below /api that no operation is declared for: an error in the words of its dialect, not a page. */
function answer(request: Request): Response {
  const { status, headers, body } = unknownRoute(new URL(request.url).pathname);
  return new Response(body, { status, headers });
}

export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
