import type { GrantValues } from '@/components/tokens/grant-fields';
import type { CiProvider } from '@/lib/access/ci/providers';
import { providers } from '@/lib/access/ci/providers';
import type { RunScope } from '@/lib/access/grant-schemas';
import type { Problem } from '@/lib/http/problem';
import { type TrustRuleInput, type TrustRuleWire, trustRuleBody } from '@/lib/trust/schemas';

/** A trust rule as its form holds it, and the way there and back. Pure. */

export interface ClaimRow {
  /** Tells rows apart while they are edited. */
  key: number;
  claim: string;
  /** One value to a line. */
  values: string;
}

export interface TrustValues extends GrantValues {
  name: string;
  enabled: boolean;
  provider: CiProvider;
  issuer: string;
  audience: string;
  claims: readonly ClaimRow[];
  boundToAddress: boolean;
}
export type TrustErrors = Partial<Record<keyof TrustValues | '', string>> & {
  /** By the key of their row. */
  rows?: Record<number, string>;
};

/** The claims that a rule of a provider begins with. */
const templates: Record<CiProvider, readonly (readonly [string, string])[]> = {
  github: [
    ['repository_id', ''],
    ['ref', 'refs/heads/main'],
  ],
  gitlab: [
    ['project_id', ''],
    ['ref_path', 'refs/heads/main'],
  ],
  other: [['sub', '']],
};

/** Claims that are worth naming, for whoever does not know them by heart. */
export const suggestedClaims: Record<CiProvider, readonly string[]> = {
  github: [
    'repository_id',
    'repository_owner_id',
    'ref',
    'environment',
    'job_workflow_ref',
    'event_name',
    'actor_id',
    'runner_environment',
  ],
  gitlab: [
    'project_id',
    'namespace_id',
    'ref_path',
    'ref_protected',
    'environment',
    'environment_protected',
    'pipeline_source',
    'user_id',
    'ci_config_ref_uri',
  ],
  other: ['sub'],
};

let lastKey = 0;
export const newRow = (claim = '', values = ''): ClaimRow => ({ key: ++lastKey, claim, values });

/** What changes when another provider is chosen. */
export const templateOf = (provider: CiProvider): Pick<TrustValues, 'provider' | 'issuer' | 'claims'> => ({
  provider,
  issuer: providers[provider].issuer,
  claims: templates[provider].map(([claim, values]) => newRow(claim, values)),
});

export const newTrustValues = (audience: string): TrustValues => ({
  name: '',
  enabled: true,
  audience,
  boundToAddress: true,
  scopes: ['read', 'events:write', 'deployments:write'],
  services: [],
  environments: [],
  ...templateOf('github'),
});

export function valuesOfRule(rule: TrustRuleWire): TrustValues {
  const { name, enabled, provider, issuer, audience, boundToAddress, scopes, services, environments } = rule;
  return {
    name,
    enabled,
    provider,
    issuer,
    audience,
    boundToAddress,
    scopes,
    services,
    environments,
    claims: Object.entries(rule.claims).map(([claim, values]) => newRow(claim, values.join('\n'))),
  };
}

const valuesIn = ({ values }: ClaimRow) =>
  values
    .split('\n')
    .map((value) => value.trim())
    .filter((value) => value !== '');

/** Rows that say nothing are left out; two of one claim are one. */
function claimsIn(rows: readonly ClaimRow[]): Record<string, string[]> {
  const claims: Record<string, string[]> = {};
  for (const row of rows) {
    const claim = row.claim.trim();
    if (claim === '' && valuesIn(row).length === 0) continue;
    claims[claim] = [...(Object.hasOwn(claims, claim) ? (claims[claim] as string[]) : []), ...valuesIn(row)];
  }
  return claims;
}

/** What is sent, or what is wrong. */
export function readTrust(
  values: TrustValues,
): { body: TrustRuleInput; errors?: never } | { body?: never; errors: TrustErrors } {
  const body: TrustRuleInput = {
    name: values.name,
    enabled: values.enabled,
    provider: values.provider,
    issuer: values.issuer.trim(),
    audience: values.audience,
    claims: claimsIn(values.claims),
    boundToAddress: values.boundToAddress,
    // The form offers no others.
    scopes: values.scopes.filter((scope): scope is RunScope => scope !== 'admin'),
    services: [...values.services],
    environments: [...values.environments],
  };
  const parsed = trustRuleBody.safeParse(body);
  if (parsed.success) return { body };
  return {
    errors: errorsAt(
      values,
      parsed.error.issues.map(({ path, message }) => ({ path: path.map(String), message })),
    ),
  };
}

/** What the server says is wrong, at its field. */
export function errorsOfTrust(values: TrustValues, problem: Problem | null): TrustErrors | null {
  const issues = (problem?.errors ?? []).map(({ pointer = '', detail }) => ({
    path: pointer
      .split('/')
      .slice(1)
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')),
    message: detail,
  }));
  return issues.length > 0 ? errorsAt(values, issues) : null;
}

function errorsAt(
  values: TrustValues,
  issues: ReadonlyArray<{ path: readonly string[]; message: string }>,
): TrustErrors {
  const errors: TrustErrors = {};
  for (const { path, message } of issues) {
    const [field = '', claim] = path;
    const row =
      field === 'claims' && claim !== undefined
        ? values.claims.find((one) => one.claim.trim() === claim)
        : undefined;
    if (row) errors.rows = { [row.key]: wordsFor(field, message), ...errors.rows };
    else {
      const known = field in values ? (field as keyof TrustValues) : '';
      errors[known] ??= wordsFor(field, message);
    }
  }
  return errors;
}

function wordsFor(field: string, message: string): string {
  if (field === 'name' && message.includes('empty')) return 'Say whose runs it lets in.';
  if (field === 'scopes') return 'Choose at least one.';
  return `It ${message}.`;
}
