'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { sectionHref } from './sections';

/** On the page of a section: whoever comes to an operation goes on from there, and comes back to it. */
export function Arrival() {
  // The outside system: the address and the history of the browser.
  useEffect(() => {
    // The router scrolls to the operation, and leaves the focus on the link of the page before.
    document.getElementById(window.location.hash.slice(1))?.focus({ preventScroll: true });

    // For a link within the page the browser makes an entry of its own, which the router would ignore when somebody
    // comes back to it: the address would change and the page would not. It is the same page, so it has the same entry.
    const entry: unknown = window.history.state;
    const adopt = () => {
      if (window.history.state === null) window.history.replaceState(entry, '');
    };
    window.addEventListener('hashchange', adopt);
    return () => window.removeEventListener('hashchange', adopt);
  }, []);
  return null;
}

/** On the first page: links from when all was on one page, such as `/docs#createEvent`, go on to their section. */
export function Forward({ anchors }: { anchors: Readonly<Record<string, string>> }) {
  const router = useRouter();

  // The outside system: the address of the browser.
  useEffect(() => {
    const forward = () => {
      const anchor = window.location.hash.slice(1);
      const slug = Object.hasOwn(anchors, anchor) ? anchors[anchor] : undefined;
      if (slug) router.replace(sectionHref(slug, anchor));
    };
    forward();
    window.addEventListener('hashchange', forward);
    return () => window.removeEventListener('hashchange', forward);
  }, [anchors, router]);
  return null;
}
