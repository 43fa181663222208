import { inject } from 'vitest';

/**
 * The two ways the API is served: `lean` straight on node:http, `next` through the route handlers inside Next.
 * Whatever one promises, the other does too: `describe.each(lanes)('… ($name lane)', ({ url }) => …)`.
 */
export const laneNames = ['lean', 'next'] as const;
export type LaneName = (typeof laneNames)[number];
export type Lane = { name: LaneName; url: string; databaseUrl: string };

declare module 'vitest' {
  interface ProvidedContext {
    lanes: { name: 'lean' | 'next'; url: string; databaseUrl: string }[];
  }
}

/** The running servers; there are some in `*.http.test.ts` files only. */
export const lanes: Lane[] = inject('lanes');
