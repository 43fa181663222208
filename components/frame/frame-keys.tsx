'use client';

import { useRouter, useSearchParams } from 'next/navigation';
import type { KeyMap } from './key-matching';
import { useKeys } from './keys';
import { hrefWithContext, navigation } from './navigation';
import { openOverlay } from './overlays';
import { usePreferences } from './preferences';

/** The keys that work on every page. */
export function FrameKeys() {
  const router = useRouter();
  const query = useSearchParams();
  const { preferences, setPreferences } = usePreferences();

  const keys: KeyMap = {
    'mod+k': {
      label: 'Search and commands',
      inInputs: true,
      run: () => openOverlay('palette'),
    },
    '/': { label: 'Search on this page', run: focusSearch },
    '?': { label: 'This list', run: () => openOverlay('keys') },
    '[': {
      label: 'Fold or unfold the navigation',
      run: () => setPreferences({ rail: preferences.rail === 'open' ? 'collapsed' : 'open' }),
    },
  };
  for (const item of navigation) {
    keys[item.keys] = {
      label: `Go to ${item.label}`,
      run: () => {
        if (item.document) window.location.assign(item.href);
        else router.push(hrefWithContext(item, query));
      },
    };
  }
  useKeys('Everywhere', keys, { level: 'frame' });
  return null;
}

/** A page's own search field says `data-search`; a page without one has the palette. */
function focusSearch() {
  const field = document.querySelector<HTMLInputElement>('input[data-search]');
  if (field) field.focus();
  else openOverlay('palette');
}
