'use client';

import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** Whether the page is being put on paper. What is drawn only in sight has to be there whole by then. */
export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  // The outside system: the browser, which takes its picture as soon as these handlers are through.
  useEffect(() => {
    const medium = window.matchMedia('print');
    const tell = (now: boolean) => flushSync(() => setPrinting(now));
    const before = () => tell(true);
    const after = () => tell(false);
    const change = () => tell(medium.matches);
    window.addEventListener('beforeprint', before);
    window.addEventListener('afterprint', after);
    medium.addEventListener('change', change);
    // It may have begun before the page came alive.
    setPrinting(medium.matches);
    return () => {
      window.removeEventListener('beforeprint', before);
      window.removeEventListener('afterprint', after);
      medium.removeEventListener('change', change);
    };
  }, []);
  return printing;
}
