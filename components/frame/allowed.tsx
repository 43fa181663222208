'use client';

import { type ReactNode, useState } from 'react';
import { RefusalContext } from '@/components/ui/refusal';
import { toast } from '@/components/ui/toast';
import type { Place } from '@/lib/access/place';
import type { GrantableScope } from '@/lib/access/scopes';
import type { Permission } from '@/lib/people/may';
import { usePermissions } from './permissions';

/**
 * Whether something may be offered here. What was offered once is not taken from under somebody's hands when their rights change, with
 * what they have typed into it: it stays, and is refused with the reason.
 */
export function useAllowed(scope: GrantableScope, ...places: readonly Place[]): Permission {
  const { may } = usePermissions();
  const permission = may(scope, ...places);
  const [offered] = useState(permission.allowed || !permission.never);
  return permission.allowed || !offered ? permission : { ...permission, never: false };
}

type AllowedProps = {
  scope: GrantableScope;
  /** Where it acts. Without one it is offered to whoever may do it anywhere. */
  place?: Place | readonly Place[];
  /** Instead of it, for those who may do it nowhere. */
  otherwise?: ReactNode;
  /** Says to them why, in place of it. */
  explain?: boolean;
  children: ReactNode;
};

/**
 * Controls for those who may use them. Who may do such a thing nowhere does not see them; who may do it elsewhere, but not here, sees
 * them disabled, with the reason.
 */
export function Allowed({ scope, place = [], otherwise = null, explain = false, children }: AllowedProps) {
  const permission = useAllowed(scope, ...('length' in place ? place : [place]));
  if (!permission.allowed && permission.never)
    return explain ? <p className="text-xs text-fg-muted">{permission.reason}</p> : otherwise;
  return <Refused permission={permission}>{children}</Refused>;
}

/** The same for a permission that is already known. */
export function Refused({ permission, children }: { permission: Permission; children: ReactNode }) {
  const reason = permission.allowed ? null : permission.reason;
  const refusal = reason === null ? null : { reason, tell: () => tellRefusal(reason) };
  return <RefusalContext value={refusal}>{children}</RefusalContext>;
}

/** Says why something is not done, where there is no place on the page to say it. */
export function tellRefusal(reason: string): void {
  toast({ title: 'Not here', text: reason });
}
