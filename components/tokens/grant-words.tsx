import type { FieldWords } from '@/components/forms/rebased';
import { Badge } from '@/components/ui/badge';
import { type GrantableScope, scopeTexts } from '@/lib/access/scopes';
import type { GrantValues } from './grant-fields';

/** Scopes as they are sent, each with its words at hand. */
export function Scopes({ scopes }: { scopes: readonly GrantableScope[] }) {
  return (
    <ul aria-label="Scopes" className="flex flex-wrap gap-1">
      {scopes.map((scope) => (
        <li key={scope}>
          <Badge tone={scope === 'admin' ? 'strong' : 'neutral'} tip={scopeTexts[scope]}>
            <span className="font-mono">{scope}</span>
          </Badge>
        </li>
      ))}
    </ul>
  );
}

const orAll = (names: readonly string[]) => (names.length === 0 ? 'all of them' : names.join(', '));

/** How to tell what somebody else has changed of it. */
export const grantFieldWords: FieldWords<GrantValues, string> = {
  scopes: { label: 'Scopes', words: (scopes) => scopes.join(', ') },
  services: { label: 'Services', words: orAll },
  environments: { label: 'Environments', words: orAll },
};

/** What a machine may change, and where, as a sentence. */
export function reachInWords({ scopes, services, environments }: GrantValues): string {
  if (scopes.every((scope) => scope === 'read')) return 'Reads everything and changes nothing.';
  if (services.length === 0 && environments.length === 0) return 'May change things everywhere.';
  const of = services.length === 0 ? 'of all services' : `of ${listed(services)}`;
  const at = environments.length === 0 ? 'in all environments' : `in ${listed(environments)}`;
  return `May change things ${of} ${at}.`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 4);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
