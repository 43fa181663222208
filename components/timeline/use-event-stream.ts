'use client';

import { useStream } from '@/components/frame/use-stream';
import { lockMessageTypes } from '@/components/locks/lock-messages';
import type { EventWire } from '@/lib/events/schemas';

/** What arrives by itself. */
export type LiveChange = { type: 'created' | 'updated'; event: EventWire } | { type: 'deleted'; id: string };

type StreamOptions = {
  enabled: boolean;
  /** Where to begin: the position up to which the page has been read. */
  position: string | null;
  /** Changes in the order they were committed, some at a time. */
  onChanges: (changes: LiveChange[]) => void;
  /** Somebody got or lost a lock. */
  onLocks?: () => void;
  /** The place is too old or the connection was gone for too long: read everything anew. */
  onReset: () => void;
  onState: (state: 'open' | 'lost') => void;
};

const topics = ['event', 'lock'] as const;
const types = ['event.created', 'event.updated', 'event.deleted', ...lockMessageTypes];

/** Follows what happens to events, and to locks as far as a drawing of them must follow. */
export function useEventStream({ onChanges, onLocks, ...options }: StreamOptions): void {
  useStream({
    ...options,
    topics,
    types,
    onMessages: (messages) => {
      const changes = messages.flatMap(({ type, data }): LiveChange[] => {
        if (type === 'event.deleted') return [{ type: 'deleted', id: (data as { id: string }).id }];
        if (type === 'event.created') return [{ type: 'created', event: data as EventWire }];
        return type === 'event.updated' ? [{ type: 'updated', event: data as EventWire }] : [];
      });
      if (changes.length > 0) onChanges(changes);
      if (changes.length < messages.length) onLocks?.();
    },
  });
}
