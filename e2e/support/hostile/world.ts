import { operations } from '@/lib/api/operations';
import type { Operation } from '@/lib/http/operation';
import type { Api } from '@/lib/testing/access/make';
import { left, makeRich, planOf, type Rich } from './calls';
import { Filler, shapeOf, textPlaces } from './fill';
import { familyNames } from './payloads';

/** Sends hostile text through every operation that takes text. */

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}
export type Send = (method: string, path: string, body?: unknown) => Promise<Answer>;

export interface Sweep {
  rich: Rich;
  /** Operations that took hostile text, and at how many places. */
  taken: Map<string, Set<string>>;
  /** What went wrong in the eyes of whoever fills. */
  faults: string[];
}

/** Operations with a body that has room for text. */
export const writing: readonly Operation[] = operations.filter(
  ({ method, body }) => method !== 'GET' && body !== undefined && textPlaces(shapeOf(body)).length > 0,
);

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
  const found: Sweep = { rich, taken: new Map(), faults: [] };
  for (const operation of writing) {
    if (left[operation.id]) continue;
    const plan = planOf(operation);
    if (!plan) {
      found.faults.push(`${operation.id} has no plan`);
      continue;
    }
    for (let round = 0; round < (plan.rounds ?? familyNames.length); round++) {
      try {
        const call = await plan.make(api, rich, round);
        const filler = new Filler(operation, round, call.body, plan.keep);
        const path = addressOf(operation, call.params, call.query);
        let said = '';
        for (let tried = 0; tried < 12; tried++) {
          const body = filler.body();
          const answer = await send(operation.method, path, body);
          said = `${operation.id} round ${round}: ${answer.status} ${answer.text.slice(0, 300)} for ${JSON.stringify(body).slice(0, 500)}`;
          if (answer.status >= 500) break;
          if (answer.status < 400) {
            said = '';
            const places = found.taken.get(operation.id) ?? new Set(plan.written);
            for (const [place, kind] of filler.kinds)
              if (kind === 'text' || kind === 'address') places.add(place);
            found.taken.set(operation.id, places);
            break;
          }
          if (!filler.refuse(refusedPlaces(answer.text))) break;
        }
        if (said) found.faults.push(said);
      } catch (error) {
        found.faults.push(`${operation.id} round ${round}: ${(error as Error).message}`);
      }
    }
  }
  return found;
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
