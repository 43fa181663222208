import type { Caller } from '@/lib/access/caller';
import type { AccessMode } from '@/lib/access/mode';
import { may } from './may';
import type { MeWire } from './me-operations';

/** What a caller is told about themselves. One who has not said who they are is told that they may do nothing. */
export function meOf(caller: Caller, mode: AccessMode): MeWire {
  const { kind, id, name, email, role, via } = caller;
  return {
    // Nobody anonymous gets as far as asking; a page that is drawn without a caller shows them as somebody without any rights.
    kind: kind === 'anonymous' ? 'person' : kind,
    id,
    name,
    email,
    role,
    mode,
    via,
    grants: caller.grants.map(({ scopes, services, environments }) => ({
      scopes: [...scopes],
      services: services && [...services],
      environments: environments && [...environments],
    })),
    links: linksOf(caller),
  };
}

function linksOf(caller: Caller): Record<string, string> {
  return {
    ...(caller.kind === 'person' ? { account: '/settings/account' } : {}),
    ...(may(caller, 'admin').allowed
      ? {
          people: '/settings/people',
          tokens: '/settings/tokens',
          trustRules: '/settings/trust',
          auditLog: '/settings/audit',
        }
      : {}),
  };
}
