import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const folders = ['app', 'components', 'lib', 'server'];

/** The folders of lib that decide something. */
const domains = [
  'catalog',
  'delivery',
  'deployments',
  'durations',
  'environments',
  'events',
  'incidents',
  'links-portal',
  'locks',
  'people',
  'preflight',
  'tokens',
  'trust',
] as const;
/** The others, on which domains stand or which stand on them. */
const others = [
  'access',
  'api',
  'audit',
  'db',
  'demo',
  'dialects',
  'health',
  'http',
  'live',
  'testing',
  'time',
];

const inLib = (...names: readonly string[]) => new RegExp(`^lib/(${names.join('|')})/`);

/** What a folder may not know, in the words of docs/architecture.md. */
const rules: readonly { from: RegExp; never: RegExp }[] = [
  { from: /^lib\//, never: /^(app|components|server|scripts|bench|e2e)\// },
  { from: /^components\//, never: /^(app|server|scripts|bench|e2e)\// },
  { from: /^app\//, never: /^(server|scripts|bench|e2e)\// },
  { from: /^server\//, never: /^(components|bench|e2e)\// },
  // Inside lib: dialects translate for domains, domains stand on db and http.
  { from: /^lib\/(?!api\/|dialects\/)/, never: /^lib\/(api|dialects)\// },
  { from: /^lib\/(db|time|access)\//, never: inLib(...domains, 'live', 'http', 'demo') },
  { from: /^lib\/audit\//, never: inLib(...domains, 'live', 'demo') },
  { from: /^lib\/http\//, never: inLib(...domains, 'live', 'demo') },
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

test('every folder of lib has its place, in the rules above and in docs/architecture.md', () => {
  const folders = readdirSync(join(root, 'lib'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(folders.sort()).toEqual([...domains, ...others].sort());
  const page = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
  expect(folders.filter((name) => !page.includes(`\`lib/${name}/\``))).toEqual([]);
});

test('no two decisions have one number, and every page of the docs is linked from the README', () => {
  const numbers = readdirSync(join(root, 'docs/adr')).map((name) => name.slice(0, 4));
  expect(numbers.filter((number, index) => numbers.indexOf(number) !== index)).toEqual([]);
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const pages = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'));
  expect(pages.filter((name) => !readme.includes(`docs/${name}`))).toEqual([]);
});
