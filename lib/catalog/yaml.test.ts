import { describe, expect, it } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { isBackstage, nameOfReference, readBackstage } from './backstage';
import { ownDocument, toOwnDocument } from './own-yaml';
import type { Entry } from './row';
import { entryBody } from './schemas';
import { newestFirst } from './versions';
import {
  channelTypes,
  dashboardTypes,
  entryTypes,
  infrastructureTypes,
  languages,
  platforms,
  slaLevels,
} from './vocabulary';
import { aggregate } from './vulnerabilities';
import { maxDocumentLength, maxDocuments, readYaml, writeYaml } from './yaml';

/** Texts that YAML could take for something else, or lose. */
const text = (min = 0) =>
  fc
    .oneof(
      fc.string({ maxLength: 30 }),
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom(
        '1.10',
        'yes',
        'null',
        '~',
        '- a',
        'a: b',
        '# no',
        '|',
        '*x',
        '&x',
        '!!js/function',
        '2024-01-01',
        '0x10',
        'a\nb\n',
        '\ta ',
        '---',
        '...',
        "it's",
        '"',
        '\u2028',
        '\r\n',
      ),
    )
    .map((value) => value.replaceAll('\u0000', '').toWellFormed().trim())
    .filter((value) => value.length >= min);
const name = text(1).map((value) =>
  `n${value.replaceAll(/[\p{Cc}\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu, '')}`.trim(),
);
const instant = fc.option(
  fc
    .date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString()),
);
const link = fc.constantFrom('', 'https://example.com/', 'http://example.com/a?b=c#d');
const counts = {
  critical: fc.nat(9),
  high: fc.nat(9),
  medium: fc.nat(9),
  low: fc.nat(9),
  info: fc.nat(9),
  total: fc.nat(99),
};
const choice = <T extends string>(values: readonly T[]) => fc.option(fc.constantFrom(...values));
const described = { name: text(), url: link, description: text() };

const body = fc.record(
  {
    type: choice(entryTypes),
    language: choice(languages),
    platform: choice(platforms),
    lifecycle: text(),
    owner: text(),
    version: text(),
    description: text(),
    link,
    repository: fc.constantFrom('', 'git@example.com:a/b.git', 'https://example.com/r', 'a/b'),
    links: fc.array(fc.record({ title: text(1), url: fc.constant('https://example.com/x') }), {
      maxLength: 3,
    }),
    sla: fc.option(
      fc.record({
        level: choice(slaLevels),
        uptimePercentage: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
        responseTimeMs: fc.option(fc.nat()),
        description: text(),
      }),
    ),
    availableVersions: fc.array(text(1), { maxLength: 5 }),
    latestVersion: text(),
    referenceVersion: text(),
    deliverables: fc.array(
      fc.record({ name, type: choice(entryTypes), version: text(), description: text() }),
      { maxLength: 3 },
    ),
    channels: fc.array(fc.record({ type: choice(channelTypes), ...described }), { maxLength: 3 }),
    dashboards: fc.array(fc.record({ type: choice(dashboardTypes), ...described }), { maxLength: 3 }),
    vulnerabilities: fc.option(
      fc.record({
        ...counts,
        lastUpdatedAt: instant,
        sources: fc.array(
          fc.record({
            name: text(),
            type: text(),
            url: link,
            ...counts,
            lastScanAt: instant,
            scanVersion: text(),
            description: text(),
          }),
          { maxLength: 2 },
        ),
      }),
    ),
    infrastructure: fc.array(
      fc.record({
        id: text(),
        name: text(),
        type: choice(infrastructureTypes),
        description: text(),
        provider: text(),
        region: text(),
        endpoint: fc.constantFrom('', 'db.internal:5432'),
        metadata: fc.dictionary(
          text(1).filter((key) => key !== '__proto__'),
          text(),
          { maxKeys: 3 },
        ),
        connectedServices: fc.array(name, { maxLength: 2 }),
      }),
      { maxLength: 2 },
    ),
    dependsOn: fc.array(name, { maxLength: 3 }),
  },
  { noNullPrototype: true },
);

/** An entry as it would be stored and read of this body. */
function entryOf(said: unknown): Entry {
  const parsed = entryBody.parse(said);
  return {
    ...parsed,
    name: 'shop',
    ownerSource: 'catalog',
    discovered: false,
    availableVersions: newestFirst(parsed.availableVersions ?? []),
    vulnerabilities: parsed.vulnerabilities ? aggregate(parsed.vulnerabilities) : null,
  } as unknown as Entry;
}

const reread = (yaml: string) =>
  [...readYaml(yaml)].map((document) => ('value' in document ? document.value : document.problem));

describe('what is exported', () => {
  it('is read again as the same entry, whatever the texts in it', () => {
    fc.assert(
      fc.property(body, (said) => {
        const entry = entryOf(said);
        const yaml = writeYaml([toOwnDocument(entry)]);
        const [document] = reread(yaml);
        const { spec, name } = ownDocument.parse(document);
        expect(name).toBe('shop');
        const again = entryOf(spec);
        expect(writeYaml([toOwnDocument({ ...entry, ...blank, ...again })])).toBe(yaml);
        for (const [field, value] of Object.entries(entry))
          if (!(field in spec)) expect([field, value]).toEqual([field, blankOf(field, value)]);
          else expect([field, (again as never)[field]]).toEqual([field, value]);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the order and count of its documents', () => {
    const documents = ['b', 'a', 'c'].map((value) => ({ name: value }));
    expect(reread(writeYaml(documents))).toEqual(documents);
  });
});

const blank = {
  links: [],
  channels: [],
  dashboards: [],
  deliverables: [],
  infrastructure: [],
  dependsOn: [],
  availableVersions: [],
};
/** What is left out was empty, or is no field of the spec. */
function blankOf(field: string, value: unknown): unknown {
  if (['name', 'ownerSource', 'discovered'].includes(field)) return value;
  return Array.isArray(value) ? [] : value === null ? null : '';
}

describe('reading YAML', () => {
  it('takes numbers and dates for what YAML says, so that a version without quotes is noticed', () => {
    expect(reread('version: 1.10\ndate: 2024-01-01\nyes: yes')).toEqual([
      { version: 1.1, date: '2024-01-01', yes: 'yes' },
    ]);
  });

  it.each([
    ['a name that stands twice', 'a: 1\na: 2', /more than once/],
    ['a broken document', 'a: [1', /line \d/],
    ['a tag that makes code', '!!js/function "x"', /tag/],
    ['depth without end', `${'['.repeat(200)}${']'.repeat(200)}`, /nested deeper/],
    [
      'aliases that multiply',
      `a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]`,
      /alias/i,
    ],
    [
      'more aliases than anybody needs',
      `a: &a 1\n${Array.from({ length: 200 }, (_, index) => `k${index}: *a`).join('\n')}`,
      /alias/,
    ],
    ['an alias of nothing', 'a: *nothing', /./],
    ['U+0000', 'a: "\\0"', /U\+0000/],
  ])('refuses %s by itself', (_, bad, expected) => {
    const [first, second] = [...readYaml(`${bad}\n---\nname: good\n`)];
    if (!first || !('problem' in first)) throw new Error(`was read as ${JSON.stringify(first)}`);
    expect(first.problem).toMatch(expected);
    if (second) expect(second).toEqual({ value: { name: 'good' } });
  });

  it('leaves out empty documents', () =>
    expect(reread('---\n---\n# nothing\n---\na: 1\n...\n')).toEqual([{ a: 1 }]));

  it('ends on texts that are made to be slow', () => {
    const size = 200_000;
    for (const hostile of [
      '['.repeat(size),
      '{'.repeat(size),
      '- '.repeat(size),
      '? '.repeat(size),
      '&a '.repeat(size),
      `"${'\\'.repeat(size)}`,
      Array.from({ length: 50_000 }, (_, index) => `k${index}: ${index}`).join('\n'),
      ' \n'.repeat(size),
      'a'.repeat(size),
      '#'.repeat(size),
    ]) {
      try {
        [...readYaml(hostile)];
      } catch (error) {
        expect((error as { code?: string }).code).toBe('invalid');
      }
    }
  }, 60_000);

  it('says in which line of the whole text something is wrong, and takes directives and a byte order mark', () => {
    const all = reread('\ufeff%YAML 1.2\n---\na: 1\n---\nb: 2\nc: [\n---\nd: "x\n--- y"\n');
    expect(all[0]).toEqual({ a: 1 });
    expect(all[1]).toMatch(/^line [67]: /);
    expect(all.length).toBeGreaterThan(2);
  });

  it('refuses a document that takes too long to read, and only that one', () => {
    expect(reread(`a: ${'x'.repeat(maxDocumentLength)}\n---\nb: 1\n`)).toEqual([
      `line 1: the document is longer than ${maxDocumentLength} characters`,
      { b: 1 },
    ]);
  });

  it('refuses too many documents', () => {
    expect(() => [...readYaml('---\na: 1\n'.repeat(maxDocuments + 1))]).toThrow('documents');
    expect(() => [...readYaml('a: 1\n...\n'.repeat(2 * maxDocuments + 1))]).toThrow('documents');
  });
});

describe('catalog-info.yaml', () => {
  it('says name, owner, type, lifecycle, dependencies and links', () => {
    const [document] = reread(`apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: shop
  namespace: retail
  description: Sells things
  annotations:
    backstage.io/source-location: url:https://git.example.com/shop/
  links:
    - url: https://example.com/run
      title: Runbook
    - url: https://example.com/untitled
spec:
  type: service
  lifecycle: production
  owner: group:default/team-a
  dependsOn: [component:ledger, "resource:retail/db", "group:team-b"]
  consumesApis: [payments]
  dependencyOf: [component:default/web]
`) as [Record<string, unknown>];
    expect(isBackstage(document)).toBe(true);
    expect(readBackstage(document)).toEqual({
      name: 'retail/shop',
      patch: {
        type: 'project',
        description: 'Sells things',
        owner: 'team-a',
        lifecycle: 'production',
        repository: 'https://git.example.com/shop/',
        links: [
          { title: 'Runbook', url: 'https://example.com/run' },
          { title: 'https://example.com/untitled', url: 'https://example.com/untitled' },
        ],
        dependsOn: ['ledger', 'retail/db', 'payments'],
        dependents: ['web'],
      },
      leftOut: [{ path: 'spec.dependsOn.2', detail: 'group:team-b is no component, API or resource' }],
    });
  });

  it.each([
    ['component:default/shop', 'component', 'shop'],
    ['shop', null, 'shop'],
    ['retail/shop', null, 'retail/shop'],
    ['API:payments', 'api', 'payments'],
  ])('reads the reference %s', (reference, kind, expected) => {
    expect(nameOfReference(reference)).toEqual({ kind, name: expected });
  });
});
