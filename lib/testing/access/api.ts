import type { Route } from '@/lib/http/route';
import { call } from '@/lib/testing/call';
import type { Api } from './make';

/** Calls by method and path, as somebody whose headers these are, of routes by the ids of their operations. */
export function apiOf(routes: ReadonlyMap<string, Route>, headers: () => Record<string, string>): Api {
  return async (method, path, body) => {
    const [pathname = ''] = path.split('?');
    const found = [...routes.values()].flatMap((route) => {
      const { operation } = route.endpoint;
      const pattern = `^${operation.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`;
      const match = operation.method === method ? new RegExp(pattern).exec(pathname) : null;
      return match ? [{ route, params: { ...match.groups } }] : [];
    });
    // Of a name and a word that both fit, the word counts, as in every router.
    const [best] = found.sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length);
    if (!best) throw new Error(`Nobody serves ${method} ${path}`);
    const reply = await call(best.route, { url: path, params: best.params, body, headers: headers() });
    if (reply.status >= 400) throw new Error(`${method} ${path}: ${reply.status} ${reply.text}`);
    return reply.json;
  };
}
