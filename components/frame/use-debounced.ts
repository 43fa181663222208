'use client';

import { useEffect, useState } from 'react';

/** `value` once it has not changed for `millis`: for asking a server while someone types. */
export function useDebounced<T>(value: T, millis: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), millis);
    return () => clearTimeout(timer);
  }, [value, millis]);
  return settled;
}
