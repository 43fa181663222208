import { afterAll, beforeEach } from 'vitest';
import { POST as REPORT } from '@/app/api/v2/events/route';
import { POST } from '@/app/api/v2/trust-rules/route';
import { startIssuer, type TestIssuer } from '@/e2e/support/issuer';
import { config } from '@/lib/config';
import { type Called, call } from '@/lib/testing/call';
import { emptyTables } from '@/lib/testing/empty-tables';
import type { TrustRuleInput, TrustRuleWire } from '@/lib/trust/schemas';
import { forgetFirstAddresses } from './first-address';
import { forgetIssuerKeys } from './issuer-keys';
import { forgetTrustedRules } from './trusted-rules';
import { forgetSignedRuns } from './verify-run';

/** What tests of CI runs share: an issuer that signs tokens, and rules that trust it. */

/** Where runs come from. */
export const here = '192.0.2.10';
export const audience = 'https://shiplog.example.com';
/** What the issuer says of a run, as GitHub does. */
export const claims = {
  aud: audience,
  sub: 'repo:acme/shop:ref:refs/heads/main',
  jti: '1',
  actor: 'ada',
  repository: 'acme/shop',
  repository_id: '42',
  repository_owner_id: '7',
  ref: 'refs/heads/main',
  sha: 'c0ffee',
  run_id: '7001',
  environment: 'production',
};

/** Has a process forget all it remembers: what follows is as another process would see it. */
export function forgetAll(): void {
  forgetTrustedRules();
  forgetIssuerKeys();
  forgetSignedRuns();
  forgetFirstAddresses();
}

/** An issuer that is up while the tests of a file run, well-behaved before each of them, with no rules and no events left from others. */
export async function withIssuer(): Promise<TestIssuer> {
  process.env.LOG_LEVEL = 'silent';
  const auth = config().auth;
  const issuer = await startIssuer();
  afterAll(async () => {
    config().auth = auth;
    await issuer.close();
  });
  beforeEach(async () => {
    config().auth = 'auto';
    issuer.misbehaves = null;
    await issuer.up();
    await emptyTables('event', 'trust_rule', 'ci_token_use', 'idempotency_key');
    forgetAll();
    issuer.requests.length = 0;
  });
  return issuer;
}

/** A rule that means runs of {@link claims}. */
export const ruleFor = (issuer: TestIssuer): TrustRuleInput => ({
  name: 'shop',
  provider: 'github',
  issuer: issuer.url,
  audience,
  claims: { repository_id: ['42'], ref: ['refs/heads/main'] },
  scopes: ['events:write'],
});

/** Saves a rule of {@link ruleFor}, with changes. */
export async function trustIssuer(
  issuer: TestIssuer,
  more: Partial<TrustRuleInput> = {},
): Promise<TrustRuleWire> {
  const answer = await call(POST, { body: { ...ruleFor(issuer), ...more } });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.json;
}

/** Reports a deployment as a run does, with its token. */
export const report = (
  jwt: string,
  draft: object = {},
  address: string | undefined = here,
): Promise<Called> =>
  call(REPORT, {
    headers: { authorization: `Bearer ${jwt}` },
    body: { kind: 'deployment', title: 'v1', service: 'shop', environment: 'production', ...draft },
    address,
  });
