import type { IncomingMessage } from 'node:http';
import type { RequestOrigin } from '@/lib/access/origin';

const origins = new WeakMap<IncomingMessage, RequestOrigin>();

/** Keeps what the door found out about a request for the lane that answers it. */
export function rememberOrigin(req: IncomingMessage, origin: RequestOrigin): void {
  origins.set(req, origin);
}

/** Where a request comes from. One that did not pass the door counts as coming from elsewhere. */
export function rememberedOrigin(req: IncomingMessage): RequestOrigin {
  return origins.get(req) ?? { address: 'unknown', notLocal: 'it did not pass the door' };
}
