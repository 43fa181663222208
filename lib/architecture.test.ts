import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folders = ['app', 'components', 'lib', 'server'];

/** What a folder may not know, in the words of docs/architecture.md. */
const rules: readonly { from: RegExp; never: RegExp }[] = [
  { from: /^lib\//, never: /^(app|components|server|scripts|bench|e2e)\// },
  { from: /^components\//, never: /^(app|server|scripts|bench|e2e)\// },
  { from: /^app\//, never: /^(server|scripts|bench|e2e)\// },
  { from: /^server\//, never: /^(components|bench|e2e)\// },
  // Inside lib: dialects translate for domains, domains stand on db and http.
  { from: /^lib\/(?!api\/|dialects\/)/, never: /^lib\/(api|dialects)\// },
  { from: /^lib\/(db|time|access)\//, never: /^lib\/(events|catalog|locks|links-portal|live|http|demo)\// },
  { from: /^lib\/http\//, never: /^lib\/(events|catalog|locks|links-portal|live|demo)\// },
  { from: /^(app|components|lib\/(?!demo\/))/, never: /^lib\/demo\// },
];

/** Tests, and what only tests use, may reach for anything. */
const isForTests = (path: string) => /\.test\.tsx?$|(^|\/)testing(\/|\.ts$)/.test(path);

const files = folders
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
      (path) => `${folder}/${path.replaceAll('\\', '/')}`,
    ),
  )
  .filter((path) => /\.tsx?$/.test(path) && !/(^|\/)generated\/|\.gen\.ts$/.test(path));

/** The files of the repository that a file imports, types included. */
function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].flatMap(([, path = '']) => {
    if (path.startsWith('@/')) return [path.slice(2)];
    return path.startsWith('.') ? [posix.join(dirname(file), path)] : [];
  });
}

test('imports run one way', () => {
  expect(files.length).toBeGreaterThan(300);
  const wrong = files
    .filter((file) => !isForTests(file))
    .flatMap((file) => {
      const never = rules.filter(({ from }) => from.test(file)).map((rule) => rule.never);
      return importsOf(file)
        .filter((path) => isForTests(`${path}.ts`) || never.some((rule) => rule.test(path)))
        .map((path) => `${file} imports ${path}`);
    });
  expect(wrong).toEqual([]);
});

test('no file only passes on what others export', () => {
  const barrels = files.filter((file) =>
    /^export (?:type )?(?:\*|\{[^}]*\}) from /m.test(readFileSync(join(root, file), 'utf8')),
  );
  expect(barrels).toEqual([]);
});
