import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { at } from './paths.mjs';

const file = 'server/api-routes.gen.ts';

/**
 * Writes the table of all route files (route.ts anywhere below app/), from which the API lane serves them without Next.
 * Next finds them by their place; here their place is written down.
 */
export function writeApiRoutes() {
  const found = readdirSync(at('app'), { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /(?:^|\/)route\.ts$/.test(path) && !path.includes('[...'))
    .sort();
  const text = `// Made from the route files by scripts/lib/api-routes.mjs. Do not edit.
import type { Route } from '@/lib/http/route';
${found.map((path, index) => `import * as route${index} from '@/app/${path.slice(0, -3)}';`).join('\n')}

/** Every route file's exports, by its place in app/. */
export const routeFiles: { place: string; exports: Record<string, Route | unknown> }[] = [
${found.map((path, index) => `  { place: '/${path.replace(/\/?route\.ts$/, '')}', exports: route${index} },`).join('\n')}
];
`;
  const before = readOrNull(at(file));
  if (before === text) return;
  mkdirSync(at('server'), { recursive: true });
  writeFileSync(at(file), text);
}

function readOrNull(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
