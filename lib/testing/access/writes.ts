import { codeIn, fromPage, goodPassword, joined, type Signed } from '@/lib/people/testing';
import { cases } from './cases';
import { type Aimed, type Api, fresh, here, makeEvent, makeIncident, say } from './make';

/** For each operation that changes something: one call that does, of something that is there where it needs something. */

/** A call, and who makes it where that is not the administrator. */
export interface Write extends Pick<Aimed, 'params' | 'query' | 'body'> {
  headers?: Record<string, string>;
  /** What it is about, where neither the call nor the answer names it: its caller, or what has another id on its wire. */
  about?: string;
}

export interface Making {
  api: Api;
  /** The same as somebody else. */
  as: (headers: Record<string, string>) => Api;
  admin: Signed;
  /** A token, for what is only for programs. */
  token: Record<string, string>;
}

const idOf = async (api: Api, path: string, body: unknown) => ({
  id: String((await api('POST', path, body)).id),
});
const described = async (api: Api) => {
  await say(api, here.service);
  return { name: here.service };
};
const account = (word: string) => {
  const name = fresh(word);
  return { name, email: `${name}@example.com` };
};
const invited = async (api: Api): Promise<{ params: { id: string }; code: string }> => {
  const { person, link } = await api('POST', '/api/v2/people', { ...account('joan'), role: 'viewer' });
  return { params: { id: person.id }, code: codeIn(link.path) };
};
/** Somebody of their own for each: what ends sessions ends only theirs. */
const somebody = (admin: Signed) => joined(admin, { name: fresh('ada') });

const themselves = async (admin: Signed) => {
  const { headers, id } = await somebody(admin);
  return { headers, about: id };
};
const sessionOf = async (api: Api): Promise<string> => (await api('GET', '/api/v2/sessions')).items[0].id;

const detection = () => ({ name: fresh('detection'), threshold: 1_000 });
const token = () => ({ name: fresh('pipeline'), scopes: ['read', 'locks:write'] });
const trust = () => ({
  name: fresh('trust'),
  provider: 'github',
  issuer: 'https://token.actions.githubusercontent.com',
  audience: 'https://shiplog.example.com',
  claims: { repository_id: ['123456789'], ref: ['refs/heads/main'] },
  scopes: ['read', 'events:write'],
});
const rules = '/api/v2/detection-rules';
const tokens = '/api/v2/tokens';
const trustRules = '/api/v2/trust-rules';

type MakeWrite = (making: Making) => Promise<Write> | Write;

/** Where there is no case of the access matrix, or where its first one needs more. */
const makes: Record<string, MakeWrite> = {
  putCatalogEntry: async ({ api }) => ({ params: await described(api), body: { owner: fresh('team') } }),
  trackerCreateUpdateCatalog: async ({ api }) => ({
    body: { ...(await described(api)), owner: fresh('team'), version: '2' },
  }),
  versionerDeleteProduct: async ({ api }) => ({
    ...(await firstCase('versionerDeleteProduct', api)),
    about: here.service,
  }),
  changeEnvironment: () => ({ params: { name: 'production' }, body: { position: 71 } }),
  versionerCreateProduct: () => ({ body: { name: fresh('product'), owner: fresh('team') } }),
  judgeSuspect: async ({ api }) => ({
    params: {
      number: await makeIncident(api, here),
      eventId: await makeEvent(api, here, { kind: 'deployment', status: 'success' }),
    },
    body: { verdict: 'confirmed' },
  }),
  trackerUnLock: async ({ api, token }) => ({ ...(await firstCase('trackerUnLock', api)), headers: token }),

  createDetectionRule: () => ({ body: detection() }),
  updateDetectionRule: async ({ api }) => ({
    params: await idOf(api, rules, detection()),
    body: { threshold: 2_000 },
  }),
  deleteDetectionRule: async ({ api }) => ({ params: await idOf(api, rules, detection()) }),

  invitePerson: () => ({ body: { ...account('grace'), role: 'viewer' } }),
  updatePerson: async ({ api }) => ({ params: (await invited(api)).params, body: { role: 'responder' } }),
  deletePerson: async ({ api }) => ({ params: (await invited(api)).params }),
  renewInvitation: async ({ api }) => ({ params: (await invited(api)).params }),
  resetPassword: async ({ admin }) => ({ params: { id: (await somebody(admin)).id } }),
  signOutPerson: async ({ admin }) => ({ params: { id: (await somebody(admin)).id } }),
  join: async ({ api }) => ({
    headers: fromPage(),
    body: { code: (await invited(api)).code, password: goodPassword },
  }),
  openLink: async ({ api }) => ({ headers: fromPage(), body: { code: (await invited(api)).code } }),
  signIn: async ({ admin }) => ({
    headers: fromPage(),
    body: { email: (await somebody(admin)).email, password: goodPassword },
  }),
  changePassword: async ({ admin }) => ({
    ...(await themselves(admin)),
    body: { current: goodPassword, new: 'quiet lantern harbour' },
  }),
  endSessions: async ({ admin }) => ({
    ...(await themselves(admin)),
    body: { keepCurrent: false },
  }),
  endSession: async ({ admin, as }) => {
    const { headers } = await somebody(admin);
    return { headers, params: { id: await sessionOf(as(headers)) } };
  },
  signOut: async ({ admin, as }) => {
    const { headers } = await somebody(admin);
    return { headers, about: await sessionOf(as(headers)) };
  },

  createToken: () => ({ body: token() }),
  updateToken: async ({ api }) => ({
    params: await idOf(api, tokens, token()),
    body: { scopes: ['read'] },
  }),
  deleteToken: async ({ api }) => ({ params: await idOf(api, tokens, token()) }),
  revokeToken: async ({ api }) => ({ params: await idOf(api, tokens, token()) }),
  rotateToken: async ({ api }) => ({
    params: await idOf(api, tokens, token()),
    body: { overlapMinutes: 60 },
  }),
  createTrustRule: () => ({ body: trust() }),
  putTrustRule: async ({ api }) => ({ params: await idOf(api, trustRules, trust()), body: trust() }),
  deleteTrustRule: async ({ api }) => ({ params: await idOf(api, trustRules, trust()) }),
  checkTrust: () => ({ body: { token: 'a.b.c' } }),
  verifyAudit: () => ({ body: {} }),
};

async function firstCase(id: string, api: Api): Promise<Write> {
  const [make] = cases[id] ?? [];
  const aimed = await make?.(api, here);
  if (!aimed) throw new Error(`Nobody has said how to call ${id}: add it to ${import.meta.filename}`);
  const { params, query, body } = aimed;
  return { ...(params ? { params } : {}), ...(query ? { query } : {}), body };
}

/** The call, with everything made that it needs. Throws where nobody has said how to make it. */
export function writeOf(id: string, making: Making): Promise<Write> | Write {
  return makes[id]?.(making) ?? firstCase(id, making.api);
}
