import type { ReactNode } from 'react';
import { FrameKeys } from './frame-keys';
import { OverlayHost } from './overlay-host';
import { Rail } from './rail';
import { TopBar } from './top-bar';

/** Who is looking. In protected mode nobody signs in: everything that comes from this machine is "Local". */
export type Person = { name: string; kind: 'local' | 'user'; email?: string };

/** The frame around every page of the console: skip link, rail, top bar, main. */
export function Shell({ person, children }: { person: Person; children: ReactNode }) {
  return (
    <>
      <a
        href="#main"
        className="fixed top-2 left-2 z-toast -translate-y-20 rounded border border-line-strong bg-surface-1 px-3 py-2 font-medium focus:translate-y-0"
      >
        Skip to content
      </a>
      <div className="flex min-h-dvh">
        <Rail />
        <div className="flex min-w-0 flex-1 flex-col">
          <TopBar person={person} />
          <main
            id="main"
            data-frame="main"
            tabIndex={-1}
            className="flex min-w-0 flex-1 flex-col outline-none"
          >
            {children}
          </main>
        </div>
      </div>
      <FrameKeys />
      <OverlayHost />
    </>
  );
}
