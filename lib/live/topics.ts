/** What can be heard of on the live stream. Client-safe. */
export const streamTopics = ['event', 'lock', 'catalog', 'incident'] as const;
export type StreamTopic = (typeof streamTopics)[number];
