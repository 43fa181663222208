import { headers } from 'next/headers';
import { cache } from 'react';
import { authenticate } from '@/lib/access/authenticate';
import { anonymousCaller, type Caller } from '@/lib/access/caller';
import { originHeader, readOrigin } from '@/lib/access/origin';
import type { Place } from '@/lib/access/place';
import type { GrantableScope } from '@/lib/access/scopes';
import { DomainError } from '@/lib/errors';
import { may, type Permission } from '@/lib/people/may';

/** Who asks for this page. Asked once for each request. Server only. */
export const requestCaller = cache(async (): Promise<Caller> => {
  const requested = await headers();
  try {
    return await authenticate({
      header: (name) => requested.get(name) ?? undefined,
      origin: readOrigin(requested.get(originHeader)),
    });
  } catch (error) {
    if (error instanceof DomainError && ['unauthenticated', 'forbidden'].includes(error.code))
      return anonymousCaller;
    throw error;
  }
});

/** Whether whoever asks for this page may do something. Server only: a page asks before it reads what it shows. */
export async function requestMay(scope: GrantableScope, ...places: readonly Place[]): Promise<Permission> {
  return may(await requestCaller(), scope, ...places);
}
