import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers a request of the API without Next in the way. @returns false when no operation is declared for it */
export async function handleApi(_req: IncomingMessage, _res: ServerResponse): Promise<boolean> {
  return false;
}
