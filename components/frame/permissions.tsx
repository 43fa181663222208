'use client';

import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext } from 'react';
import type { Place } from '@/lib/access/place';
import type { GrantableScope } from '@/lib/access/scopes';
import { may, type Permission } from '@/lib/people/may';
import type { MeWire } from '@/lib/people/me-operations';
import { meQuery } from '@/lib/people/me-query';

const Context = createContext<MeWire | null>(null);

/** Tells every island who is looking. What they may do is read anew when they come back to the window, and when something was refused. */
export function MeProvider({ initial, children }: { initial: MeWire; children: ReactNode }) {
  const query = useQuery({ ...meQuery(initial.id), initialData: initial });
  return <Context value={query.data}>{children}</Context>;
}

/** Who is looking at this page. */
export function useMe(): MeWire {
  const me = useContext(Context);
  if (!me) throw new Error('useMe outside of the console');
  return me;
}

/** Whether programs have to send a token, as the examples for a terminal then do. */
export function useNeedsToken(): boolean {
  return useContext(Context)?.mode === 'signed-in';
}

/** What whoever is looking may do, as far as this page knows. The server decides again. */
export function usePermissions(): {
  me: MeWire;
  may: (scope: GrantableScope, ...places: readonly Place[]) => Permission;
} {
  const me = useMe();
  return { me, may: (scope, ...places) => may(me, scope, ...places) };
}
