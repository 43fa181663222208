import type { ReactNode } from 'react';
import type { MeWire } from '@/lib/people/me-operations';
import { FrameKeys } from './frame-keys';
import { OverlayHost } from './overlay-host';
import { MeProvider } from './permissions';
import { Rail } from './rail';
import { SessionBanner, SessionNoticeProvider } from './session-banner';
import { TopBar } from './top-bar';

/** The frame around every page of the console: skip link, rail, top bar, main. */
export function Shell({ me, children }: { me: MeWire; children: ReactNode }) {
  return (
    <MeProvider initial={me}>
      <SessionNoticeProvider shownTo={me.id}>
        <a
          href="#main"
          className="fixed top-2 left-2 z-toast -translate-y-20 rounded border border-line-strong bg-surface-1 px-3 py-2 font-medium focus:translate-y-0"
        >
          Skip to content
        </a>
        <div className="flex min-h-dvh">
          <Rail />
          <div className="flex min-w-0 flex-1 flex-col">
            <TopBar />
            <SessionBanner shownTo={me.id} />
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
      </SessionNoticeProvider>
    </MeProvider>
  );
}
