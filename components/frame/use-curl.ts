'use client';

import { type CurlRequest, curlCommand } from '@/components/ui/curl';
import { useOrigin } from './origin';
import { useNeedsToken } from './permissions';

/** Writes requests as the reader can paste them: with their own address, and with a token where one is asked for. */
export function useCurl(): (request: Omit<CurlRequest, 'origin' | 'withToken'>) => string {
  const origin = useOrigin();
  const withToken = useNeedsToken();
  return (request) => curlCommand({ origin, withToken, ...request });
}
