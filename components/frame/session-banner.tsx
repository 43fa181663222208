'use client';

import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { Button, buttonClass } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { ModalNoticeContext } from '@/components/ui/modal-notice';
import { meKeys } from '@/lib/people/me-query';
import { announce } from './live-region';
import { useMe } from './permissions';
import { lookAtSession, onSession, useSession, watchRefusals } from './session';

/** How often it is looked whether somebody has signed in again, in another tab or window. */
const lookEveryMs = 4_000;

/** Says that the session is over, and keeps the page as it is: whatever was typed can be sent once somebody has signed in again. */
export function SessionBanner({ shownTo }: { shownTo: string }) {
  const client = useQueryClient();
  const { state } = useSession();

  // The outside system: what the server answers anywhere on this page.
  useEffect(
    () => watchRefusals((found) => client.setQueryData([...meKeys, shownTo], found)),
    [client, shownTo],
  );
  // What could not be read meanwhile is read when the session is there again.
  useEffect(() => {
    if (state === 'known') return;
    announce(
      state === 'ended' ? 'You are signed out. Sign in again to go on.' : 'You are not served any more.',
    );
    const look = () => {
      if (document.visibilityState === 'visible') void lookAtSession();
    };
    const timer = setInterval(look, lookEveryMs);
    window.addEventListener('focus', look);
    const stop = onSession(() => {
      void client.invalidateQueries();
    });
    return () => {
      clearInterval(timer);
      window.removeEventListener('focus', look);
      stop();
    };
  }, [state, client]);

  return <SessionNotice shownTo={shownTo} label="Session" className="sticky top-bar z-rail sm:px-6" />;
}

/** Lets whatever covers the page say it as well: there the banner is out of reach of pointer and keyboard. */
export function SessionNoticeProvider({ shownTo, children }: { shownTo: string; children: ReactNode }) {
  return (
    <ModalNoticeContext value={<SessionNotice shownTo={shownTo} label="Your session" className="shrink-0" />}>
      {children}
    </ModalNoticeContext>
  );
}

/** How the session is, where that needs saying. */
function SessionNotice({ shownTo, label, className }: { shownTo: string; label: string; className: string }) {
  const me = useMe();
  const session = useSession();
  const { state } = session;
  if (state === 'known' && me.id === shownTo) return null;
  return (
    <section
      aria-label={label}
      data-phase={state === 'known' ? 'planned' : 'attention'}
      data-print="hide"
      className={cn(
        'flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-phase-border bg-phase-bg px-4 py-2',
        className,
      )}
    >
      {state === 'ended' ? (
        <>
          <p className="min-w-0 flex-1 basis-64">
            <span className="font-medium">You are signed out.</span>{' '}
            <span className="text-fg-muted">
              This page is as it was, with what you have typed. Sign in again and go on here.
            </span>
          </p>
          <a
            href={`/sign-in?next=${encodeURIComponent(here())}`}
            target="_blank"
            rel="noreferrer"
            className={buttonClass('primary', 'sm')}
          >
            Sign in again
            <span className="sr-only"> in a new tab</span>
          </a>
        </>
      ) : state === 'refused' ? (
        <p className="min-w-0 flex-1 wrap-anywhere">
          <span className="font-medium">You are not served any more.</span>{' '}
          <span className="text-fg-muted">{session.state === 'refused' && session.words}</span>
        </p>
      ) : (
        <>
          <p className="min-w-0 flex-1 basis-64">
            <span className="font-medium">You are signed in as {me.name} now.</span>{' '}
            <span className="text-fg-muted">This page was opened by somebody else.</span>
          </p>
          <Button size="sm" onClick={() => window.location.reload()}>
            Reload
          </Button>
        </>
      )}
    </section>
  );
}

/** Where one is, to come back to. */
function here(): string {
  const { pathname, search } = window.location;
  return pathname + search;
}
