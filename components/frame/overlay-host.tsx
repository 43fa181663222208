'use client';

import dynamic from 'next/dynamic';
import { openOverlay, useOverlay } from './overlays';

const Palette = dynamic(() => import('./palette').then((module) => module.Palette), { ssr: false });
const KeyHelp = dynamic(() => import('./key-help').then((module) => module.KeyHelp), { ssr: false });
const NavigationSheet = dynamic(() => import('./navigation-sheet').then((module) => module.NavigationSheet), {
  ssr: false,
});

/** Fetches the palette, the list of keys or the sheet when it is first asked for. */
export function OverlayHost() {
  const overlay = useOverlay();
  const close = () => openOverlay(null);
  if (overlay === 'palette') return <Palette onClose={close} />;
  if (overlay === 'keys') return <KeyHelp onClose={close} />;
  if (overlay === 'navigation') return <NavigationSheet onClose={close} />;
  return null;
}
