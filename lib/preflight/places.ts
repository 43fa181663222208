import type { Place } from '@/lib/access/place';
import type { RuleBody } from './rule-schemas';

/** Where a rule counts: all of its services in all of its environments; without any, it is for every one. */
export function placesOfRule({
  services,
  environments,
}: Pick<RuleBody, 'services' | 'environments'>): Place[] {
  return orAll(services).flatMap((service) =>
    orAll(environments).map((environment) => ({ service, environment })),
  );
}

const orAll = (names: readonly string[]): readonly (string | null)[] => (names.length > 0 ? names : [null]);
