import { operations } from '@/lib/api/operations';
import type { Operation } from '@/lib/http/operation';
import type { Aimed, Api } from '@/lib/testing/access/make';
import { left, makeRich, type Plan, planOf, type Rich } from './calls';
import { Filler } from './fill';
import { familyNames, marker, payload } from './payloads';
import { bodyShape, fieldsOf, isAt } from './shapes';

/** Sends hostile text through every field of every operation that takes text. */

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}
export type Send = (method: string, path: string, body?: unknown) => Promise<Answer>;

export interface Sweep {
  rich: Rich;
  /** Where each operation took hostile text, and where it refused it, as `fieldsOf` names places. */
  taken: Map<string, Set<string>>;
  refused: Map<string, Set<string>>;
  /** What went wrong in the eyes of whoever fills. */
  faults: string[];
}

/** Operations that change something and have room for text in what is sent. */
export const writing: readonly Operation[] = operations.filter(
  (operation) => operation.method !== 'GET' && fieldsOf(operation).length > 0,
);

/** Fields where no hostile text was taken, none was refused, and nothing says why: `createEvent body/title`. */
export function missing({ taken, refused }: Sweep): string[] {
  return writing.flatMap((operation) => {
    const { id } = operation;
    const seen = [...(taken.get(id) ?? []), ...(refused.get(id) ?? [])];
    return fieldsOf(operation)
      .filter((field) => !seen.some((place) => isAt(place, field)))
      .map((field) => `${id} ${field}`)
      .filter((field) => left[id] === undefined && left[field] === undefined);
  });
}

/** The places of the body that an answer speaks of, in the words of each dialect. */
function refusedPlaces(text: string): string[] {
  const said = JSON.parse(text) as {
    errors?: { pointer?: string }[];
    detail?: { loc?: (string | number)[] }[];
    message?: string;
  };
  const loc = Array.isArray(said.detail) ? said.detail : [];
  const sentences = said.errors ? [] : (said.message ?? '').split('; ');
  return [
    ...(said.errors ?? []).map(({ pointer = '' }) => pointer),
    ...loc.map(({ loc = [] }) =>
      loc
        .slice(1)
        .map((name) => `/${name}`)
        .join(''),
    ),
    ...sentences.map(
      (sentence) =>
        `/${(/^[\w.[\]]+/.exec(sentence)?.[0] ?? '').replaceAll(/\.|\[/g, '/').replaceAll(']', '')}`,
    ),
  ].filter((place) => place.length > 1);
}

export async function sweep(send: Send): Promise<Sweep> {
  const api: Api = async (method, path, body) => {
    const { status, text } = await send(method, path, body);
    if (status >= 400) throw new Error(`${method} ${path}: ${status} ${text}`);
    return text === '' ? null : JSON.parse(text);
  };
  const rich = await makeRich(api);
  const found: Sweep = { rich, taken: new Map(), refused: new Map(), faults: [] };
  for (const operation of writing) {
    if (left[operation.id] !== undefined) continue;
    const taken = new Set<string>();
    const refused = new Set<string>();
    found.taken.set(operation.id, taken);
    found.refused.set(operation.id, refused);
    const last = await fillBody(operation, { api, rich, send, found, taken, refused });
    await fillAddress(operation, last, { send, found, taken, refused });
  }
  return found;
}

/** What is no text by nature: dates and times, ids, one of a few words, names that others gave. */
const noTexts =
  /(At|Date|_at|timestamp|last(Updated|Scan)|\/(at|from|to|zone|timezone|day)|[iI]d|Ids\/0|type|changeType|priority|status|level|color|email|issuer|claims\/\{name\})$/;

/** Fields of bodies that took no hostile text at all, although they look as if they could. */
export function refusedTexts({ taken, refused }: Sweep): string[] {
  return writing.flatMap((operation) => {
    const { id } = operation;
    const among = (places: Iterable<string> | undefined, field: string) =>
      [...(places ?? [])].some((place) => isAt(place, field));
    return fieldsOf(operation)
      .filter((field) => field.startsWith('body') && !noTexts.test(field))
      .filter((field) => among(refused.get(id), field) && !among(taken.get(id), field))
      .map((field) => `${id} ${field}`)
      .filter((field) => left[field] === undefined);
  });
}

interface Filling {
  api: Api;
  rich: Rich;
  send: Send;
  found: Sweep;
  taken: Set<string>;
  refused: Set<string>;
}
type Call = Partial<Pick<Aimed, 'params' | 'query' | 'body'>>;

/** Calls it with hostile text in the body, family by family. Answers the last call. */
async function fillBody(
  operation: Operation,
  { api, rich, send, found, taken, refused }: Filling,
): Promise<Call> {
  const shape = bodyShape(operation);
  if (!shape || !fieldsOf(operation).some((field) => field.startsWith('body'))) return {};
  const plan = planOf(operation);
  if (!plan) {
    found.faults.push(`${operation.id} has no plan`);
    return {};
  }
  for (const place of plan.written ?? []) taken.add(`body${place}`);
  let last: Call = {};
  for (let round = 0; round < (plan.rounds ?? familyNames.length); round++) {
    try {
      const call = await plan.make(api, rich, round);
      const filler = new Filler(operation, shape, round, call.body, kept(plan, round));
      const path = addressOf(operation, call.params, call.query);
      let said = '';
      for (let tried = 0; tried < 12; tried++) {
        const body = filler.body();
        last = { ...call, body };
        const answer = await send(operation.method, path, body);
        said = `${operation.id} round ${round}: ${answer.status} ${answer.text.slice(0, 300)} for ${JSON.stringify(body).slice(0, 500)}`;
        if (answer.status >= 500) break;
        const places = answer.status < 400 ? refusedItems(answer.text) : refusedPlaces(answer.text);
        if (answer.status < 400 && places.length === 0) {
          said = '';
          for (const [place, kind] of filler.kinds)
            if (kind === 'text' || kind === 'address') taken.add(`body${place}`);
          for (const [name, value = ''] of Object.entries({ ...call.params }))
            if (marker.test(value)) taken.add(`path/${name}`);
          break;
        }
        if (!filler.refuse(places)) break;
      }
      for (const place of filler.refused) refused.add(`body${place}`);
      if (said) found.faults.push(said);
    } catch (error) {
      found.faults.push(`${operation.id} round ${round}: ${(error as Error).message}`);
    }
  }
  return last;
}

const kept = ({ keep = [] }: Plan, round: number) => (typeof keep === 'function' ? keep(round) : keep);

/** Calls it with hostile text in the path and the query where none has been taken yet: it is refused, or it is taken. */
async function fillAddress(
  operation: Operation,
  { params = {}, query = {}, body }: Call,
  { send, found, taken, refused }: Omit<Filling, 'api' | 'rich'>,
): Promise<void> {
  for (const field of fieldsOf(operation)) {
    const [where, name = ''] = field.split('/');
    if (where === 'body' || taken.has(field)) continue;
    for (const family of familyNames) {
      const text = payload(family, 0, 1, 100);
      const path = addressOf(
        operation,
        where === 'path' ? { ...params, [name]: text } : params,
        where === 'query' ? { ...query, [name]: text } : query,
      );
      const { status, text: said } = await send(operation.method, path, body);
      if (status < 400) taken.add(field);
      else if (status < 500) refused.add(field);
      else found.faults.push(`${operation.id} ${field}: ${status} ${said.slice(0, 300)}`);
    }
  }
}

/** In a batch each item is refused by itself. */
function refusedItems(text: string): string[] {
  const { results = [] } = (text === '' ? {} : JSON.parse(text)) as {
    results?: { error?: { errors?: { pointer?: string }[] } }[];
  };
  return results.flatMap(({ error }, index) =>
    error ? (error.errors ?? [{}]).map(({ pointer = '' }) => `/events/${index}${pointer}`) : [],
  );
}

export function addressOf(
  { path }: Operation,
  params: Record<string, string> = {},
  query: Record<string, string> = {},
): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams(query).toString();
  return search ? `${filled}?${search}` : filled;
}
