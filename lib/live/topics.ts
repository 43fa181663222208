/** What can be heard of on the live stream. Client-safe. */
export const streamTopics = ['event', 'lock', 'catalog'] as const;
export type StreamTopic = (typeof streamTopics)[number];
