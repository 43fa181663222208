import type { Endpoint } from '@/lib/http/execute';
import type { Route } from '@/lib/http/route';

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/** The endpoints of one path, by method. */
export type Endpoints = ReadonlyMap<string, Endpoint>;

/** Finds the endpoints of a path, as Next does for the same files: a literal part wins over a parameter. */
export class RouteTable {
  readonly #literal = new Map<string, Endpoints>();
  readonly #withParams: { pattern: RegExp; endpoints: Endpoints }[] = [];

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
      if (!path.includes('[')) {
        this.#literal.set(path, endpoints);
        continue;
      }
      const source = path.replaceAll(/[.*+?^${}()|\\]/g, '\\$&').replaceAll(/\[\w+\]/g, '[^/]+');
      this.#withParams.push({ pattern: new RegExp(`^${source}$`), endpoints });
    }
  }

  /** @param path without a query; one trailing slash is ignored */
  find(path: string): Endpoints | null {
    const bare = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
    const literal = this.#literal.get(bare);
    if (literal) return literal;
    return this.#withParams.find(({ pattern }) => pattern.test(bare))?.endpoints ?? null;
  }
}
