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

/** Where a machine may change things, as the end of a sentence. */
export function placesInWords({ services, environments }: GrantValues): string {
  if (services.length === 0 && environments.length === 0) return 'everywhere';
  const some = (names: readonly string[], all: string) => (names.length === 0 ? all : listed(names));
  return `${some(services, 'all services')} in ${some(environments, 'all environments')}`;
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 4);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(', ')} and ${more} more` : shown.join(', ');
}
