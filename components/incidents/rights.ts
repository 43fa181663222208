'use client';

import { useAllowed } from '@/components/frame/allowed';
import type { Permission } from '@/lib/people/may';

/** What whoever looks may do with an incident: to work on it is one right, wherever it is. */
export function useIncidentRights({
  service,
  environment,
}: {
  service: string;
  environment: string | null;
}): { permission: Permission; offered: boolean } {
  const permission = useAllowed('incidents:write', { service, environment });
  return { permission, offered: permission.allowed || !permission.never };
}
