import type { Endpoint } from '@/lib/http/execute';
import type { Route } from '@/lib/http/route';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** What a path leads to. */
export interface Match {
  endpoints: ReadonlyMap<string, Endpoint>;
  /** Path parameters, still percent-encoded. */
  params: Record<string, string>;
}

interface Entry {
  endpoints: Map<string, Endpoint>;
  names: string[];
  pattern: RegExp;
}

/** Finds the endpoints of a path, as Next does for the same files: a literal part wins over a parameter. */
export class RouteTable {
  readonly #literal = new Map<string, Entry>();
  readonly #withParams: Entry[] = [];

  constructor(files: readonly { place: string; exports: Record<string, unknown> }[]) {
    for (const { place, exports } of files) {
      // Folders in parentheses group files and are no part of the path.
      const path = place.replaceAll(/\/\([^)]+\)/g, '');
      const endpoints = new Map<string, Endpoint>();
      for (const method of methods) {
        const endpoint = (exports[method] as Route | undefined)?.endpoint;
        if (endpoint) endpoints.set(method, endpoint);
      }
      if (endpoints.size === 0) continue;
      const names: string[] = [];
      const source = path
        .replaceAll(/[.*+?^${}()|\\]/g, '\\$&')
        .replaceAll(/\[(\w+)\]/g, (_, name: string) => {
          names.push(name);
          return '([^/]+)';
        });
      const entry = { endpoints, names, pattern: new RegExp(`^${source}$`) };
      if (names.length === 0) this.#literal.set(path, entry);
      else this.#withParams.push(entry);
    }
  }

  /** @param path without a query; one trailing slash is ignored */
  find(path: string): Match | null {
    const bare = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
    const literal = this.#literal.get(bare);
    if (literal) return { endpoints: literal.endpoints, params: {} };
    for (const entry of this.#withParams) {
      const found = entry.pattern.exec(bare);
      if (!found) continue;
      const params: Record<string, string> = {};
      entry.names.forEach((name, index) => {
        params[name] = found[index + 1] as string;
      });
      return { endpoints: entry.endpoints, params };
    }
    return null;
  }
}
