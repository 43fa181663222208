import type { Grant } from '@/lib/access/caller';
import { type Role, scopesOfRole } from '@/lib/access/roles';
import { type GrantableScope, grantableScopes } from '@/lib/access/scopes';
import { hashSecret, newTokenSecret, randomText } from '@/lib/access/token-secret';
import { newId } from '@/lib/ids';

/** Everybody who may call: each kind of person and token, as rows of their own. */

/** The service and the environment that limits name; the other ones are foreign. */
export const own = { service: 'orchard', environment: 'production' } as const;
export const foreign = { service: 'quarry', environment: 'development' } as const;

export interface TestCaller {
  name: string;
  headers: Record<string, string>;
  /** What they were given; null for a credential that is not valid. */
  grants: readonly Grant[] | null;
  kind: 'person' | 'token' | 'ci' | 'anonymous';
}

export type Query = (text: string, values?: unknown[]) => Promise<{ rows: Record<string, unknown>[] }>;

const everywhere = { services: null, environments: null };
const placed = grantableScopes.filter((scope) => scope !== 'admin');

/** Makes the rows of everybody. Services and environments that limits name are created. */
export async function makeCallers(query: Query): Promise<TestCaller[]> {
  const ids = await idsOf(query);
  const persons = async (role: Role, granted: readonly Role[] = []) =>
    person(query, role, granted, ids.environments[own.environment] as number);
  const tokens: [string, readonly GrantableScope[], TokenLimits][] = [
    ...grantableScopes.map((scope): [string, GrantableScope[], TokenLimits] => [
      `token ${scope}`,
      [scope],
      {},
    ]),
    ['token with all scopes', placed, {}],
    ['token of one service', placed, { service: own.service }],
    ['token of one environment', placed, { environment: own.environment }],
    ['token of one service in one environment', placed, own],
    ['token of another service in another environment', placed, foreign],
  ];
  const made = await Promise.all(
    tokens.map(([name, scopes, limits]) => token(query, ids, name, scopes, limits)),
  );
  const [good] = made as [TestCaller];
  return [
    { name: 'nobody', headers: {}, grants: [], kind: 'anonymous' },
    ...(await Promise.all(
      (['viewer', 'responder', 'deployer', 'admin'] as const).map((role) => persons(role)),
    )),
    await persons('viewer', ['deployer']),
    ...made,
    await refused(query, 'expired token', { expires_at: new Date(Date.now() - 1000) }),
    await refused(query, 'revoked token', { revoked_at: new Date() }),
    {
      name: 'token with a bad checksum',
      headers: {
        authorization: (good.headers.authorization as string).replace(/.$/, (last) =>
          last === 'a' ? 'b' : 'a',
        ),
      },
      grants: null,
      kind: 'token',
    },
    { name: 'unknown token', headers: bearer(newTokenSecret()), grants: null, kind: 'token' },
  ];
}

interface Ids {
  /** By name. */
  services: Record<string, number>;
  environments: Record<string, number>;
}
interface TokenLimits {
  service?: string;
  environment?: string;
}

async function idsOf(query: Query): Promise<Ids> {
  for (const { service } of [own, foreign])
    await query('INSERT INTO service (name, name_key) VALUES ($1, $1) ON CONFLICT DO NOTHING', [service]);
  const { rows } = await query(
    `SELECT (SELECT json_object_agg(name_key, id) FROM service) AS services,
            (SELECT json_object_agg(name_key, id) FROM environment) AS environments`,
  );
  return rows[0] as unknown as Ids;
}

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

async function person(
  query: Query,
  role: Role,
  granted: readonly Role[],
  environment: number,
): Promise<TestCaller> {
  const id = newId();
  const secret = randomText(32);
  const name = [role, ...granted.map((more) => `${more} in one environment`)].join(', ');
  await query('INSERT INTO person (id, name, role) VALUES ($1, $2, $3)', [id, name, role]);
  for (const more of granted)
    await query('INSERT INTO person_grant (person_id, environment_id, role) VALUES ($1, $2, $3)', [
      id,
      environment,
      more,
    ]);
  await query(
    `INSERT INTO session (token_hash, id, person_id, expires_at) VALUES ($1, $2, $3, now() + interval '1 day')`,
    [hashSecret(secret), newId(), id],
  );
  return {
    name,
    kind: 'person',
    // As the browser sends it from one of our pages.
    headers: { cookie: `shiplog-session=${secret}`, 'sec-fetch-site': 'same-origin' },
    grants: [
      { scopes: scopesOfRole(role), ...everywhere },
      ...granted.map((more) => ({
        scopes: scopesOfRole(more),
        services: null,
        environments: [own.environment],
      })),
    ],
  };
}

async function insertToken(query: Query, columns: Record<string, unknown>): Promise<string> {
  const secret = newTokenSecret();
  const row = { id: newId(), hash: hashSecret(secret), hint: secret.slice(-4), ...columns };
  const names = Object.keys(row);
  await query(
    `INSERT INTO api_token (${names.join(', ')}) VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
    Object.values(row),
  );
  return secret;
}

async function token(
  query: Query,
  ids: Ids,
  name: string,
  scopes: readonly GrantableScope[],
  { service, environment }: TokenLimits,
): Promise<TestCaller> {
  const secret = await insertToken(query, {
    name,
    scopes,
    service_ids: service ? [ids.services[service]] : [],
    environment_ids: environment ? [ids.environments[environment]] : [],
  });
  return {
    name,
    kind: 'token',
    headers: bearer(secret),
    grants: [
      { scopes, services: service ? [service] : null, environments: environment ? [environment] : null },
    ],
  };
}

async function refused(query: Query, name: string, columns: Record<string, unknown>): Promise<TestCaller> {
  const secret = await insertToken(query, { name, scopes: [...placed, 'admin'], ...columns });
  return { name, kind: 'token', headers: bearer(secret), grants: null };
}
