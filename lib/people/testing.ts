import { POST as JOIN } from '@/app/api/v2/join/route';
import { POST as INVITE } from '@/app/api/v2/people/route';
import { POST as SET_UP } from '@/app/api/v2/set-up/route';
import { forgetMode } from '@/lib/access/mode';
import type { Role } from '@/lib/access/roles';
import { forgetSessions } from '@/lib/access/session';
import { type Called, call } from '@/lib/testing/call';
import { emptyTables } from '@/lib/testing/empty-tables';
import { newPersonWire, type PersonInput } from './schemas';
import { setUpPath } from './set-up';

/** People for tests, made as people make them. */

export const goodPassword = 'staple thunder mango';

/** Nobody is there yet, as on a first day. */
export async function nobody(): Promise<void> {
  await emptyTables('person', 'one_time_code');
  forgetMode();
  forgetSessions();
}

/** Somebody with a browser. */
export interface Signed {
  id: string;
  email: string;
  cookie: string;
  /** What their browser sends along with a change. */
  headers: Record<string, string>;
}

export const host = 'localhost:8080';
export const fromPage = (cookie?: string) => ({
  host,
  'sec-fetch-site': 'same-origin',
  ...(cookie ? { cookie } : {}),
});

/** The cookie that an answer sets, as a browser sends it back. */
export const cookieOf = (answer: Called): string =>
  (answer.headers['set-cookie'] ?? '').split(';')[0] as string;

export const codeIn = (path: string | null): string => /#code=(\w+)$/.exec(path ?? '')?.[1] ?? '';

export function signedBy(answer: Called): Signed {
  if (answer.status >= 300) throw new Error(`${answer.status} ${answer.text}`);
  const cookie = cookieOf(answer);
  return { id: answer.json.id, email: answer.json.email, cookie, headers: fromPage(cookie) };
}

/** The first administrator. */
export async function firstAdmin(email = 'root@example.com'): Promise<Signed> {
  const code = codeIn(await setUpPath());
  return signedBy(await call(SET_UP, { body: { code, name: 'Root', email, password: goodPassword } }));
}

/** Somebody whom an administrator invited and who has joined. */
export async function joined(
  admin: Signed,
  { name = 'Ada', role = 'viewer' as Role, ...more }: Partial<PersonInput> = {},
): Promise<Signed> {
  const email = more.email ?? `${name.toLowerCase()}@example.com`;
  const answer = await call(INVITE, { headers: admin.headers, body: { name, email, role, ...more } });
  if (answer.status !== 201) throw new Error(`${answer.status} ${answer.text}`);
  const code = codeIn(newPersonWire.parse(answer.json).link.path);
  return signedBy(await call(JOIN, { body: { code, password: goodPassword } }));
}
