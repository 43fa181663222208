'use client';

import { useRef } from 'react';
import { usePaced } from '@/components/frame/use-paced';
import { useStream } from '@/components/frame/use-stream';
import { lockMessageTypes } from '@/components/locks/lock-messages';

const entryTypes = ['catalog.created', 'catalog.updated', 'catalog.gone'];
const ofCatalog = { topics: ['catalog'], types: entryTypes } as const;
const ofService = {
  topics: ['catalog', 'event', 'lock'],
  types: [...entryTypes, 'event.created', 'event.updated', 'event.deleted', ...lockMessageTypes],
} as const;

/** While much happens, what is shown is read anew this often; the first time at once. */
const readAgainMs = 1_500;

/**
 * Calls `onChange` when something on the change feed may have made the page old: changes of the catalog or, for one service, its
 * events and locks too. What it is now is asked for as ever; a missed message costs no more than a moment.
 */
export function useCatalogStream(onChange: () => void, service?: string): void {
  const changed = usePaced(onChange, readAgainMs);
  const lost = useRef(false);
  useStream({
    ...(service === undefined ? ofCatalog : { ...ofService, service }),
    enabled: true,
    // From now on: a page that was rendered a moment ago has no place in the feed.
    position: null,
    onMessages: changed,
    onReset: changed,
    onState: (state) => {
      // What happened before the first connection, nobody heard.
      if (state === 'open' && lost.current) changed();
      lost.current = state === 'lost';
    },
  });
}
