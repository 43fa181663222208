import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Route } from '@/lib/http/route';

const app = fileURLToPath(new URL('../../app/', import.meta.url));

/** A route as a file of `app` exports it. */
export interface ServedRoute {
  /** The path that the file's place gives it. */
  place: string;
  /** The name under which it is exported. */
  method: string;
  route: Route;
}

/** Every operation that some route file serves. */
export async function servedRoutes(): Promise<ServedRoute[]> {
  const files = readdirSync(app, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /(?:^|\/)route\.ts$/.test(path));
  const found = await Promise.all(
    files.map(async (file) => {
      const exports = (await import(/* @vite-ignore */ `${app}${file}`)) as Record<string, Route>;
      const place = `/${file.replace(/\/?route\.ts$/, '')}`
        .replaceAll(/\/\([^)]+\)/g, '')
        .replaceAll(/\[(\w+)\]/g, '{$1}');
      return Object.entries(exports).flatMap(([method, route]) =>
        route.endpoint ? [{ place, method, route }] : [],
      );
    }),
  );
  return found.flat();
}
