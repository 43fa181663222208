import { expect, test } from 'vitest';
import { describeApi } from '@/lib/api/description';
import {
  anchorsOf,
  apiSections,
  listed,
  schemaAnchor,
  searchSections,
  sectionHref,
  slugOf,
} from './sections';

const api = describeApi('http://localhost:8080');
const sections = apiSections(api);
const ids = Object.values(api.paths).flatMap((verbs) =>
  Object.values(verbs).map(({ operationId }) => operationId),
);

test('every operation is in exactly one section', () => {
  const shown = sections.flatMap(({ operations }) =>
    operations.map(({ operation }) => operation.operationId),
  );
  expect(shown.toSorted()).toEqual(ids.toSorted());
});

test('a section has an address of plain words', () => {
  expect(slugOf('Deployment rules')).toBe('deployment-rules');
  expect(slugOf('Sign-in')).toBe('sign-in');
  for (const { slug } of sections) expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  expect(sectionHref('sign-in', 'signIn')).toBe('/docs/sign-in#signIn');
});

test('two sections with one address are refused', () => {
  expect(() => apiSections({ ...api, tags: [{ name: 'Quick links' }, { name: 'Quick-links' }] })).toThrow(
    'same address',
  );
});

test('a section has every schema that is referred to in it, and no schema is in none', () => {
  for (const { operations, schemas } of sections) {
    const names = schemas.map(([name]) => name);
    const text = JSON.stringify([operations, schemas]);
    const referred = [...text.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
    expect([...new Set(referred)].toSorted()).toEqual(names.toSorted());
  }
  const shown = new Set(sections.flatMap(({ schemas }) => schemas.map(([name]) => name)));
  expect([...shown].toSorted()).toEqual(Object.keys(api.components.schemas).toSorted());
});

test('every operation and every schema has a section to be found in', () => {
  const anchors = anchorsOf(sections);
  expect(anchors.createEvent).toBe('events');
  for (const id of [...ids, ...Object.keys(api.components.schemas).map(schemaAnchor)]) {
    expect(sections.map(({ slug }) => slug)).toContain(anchors[id]);
  }
});

test('operations are found by words of their section, method, path and summary', () => {
  const all = listed(sections);
  const found = (text: string) => searchSections(all, text).flatMap(({ operations }) => operations);
  expect(found('  ')).toHaveLength(ids.length);
  expect(found('report EVENT')[0]?.id).toBe('createEvent');
  expect(found('post /api/v2/events').map(({ id }) => id)).toContain('createEvent');
  expect(found('no such thing')).toEqual([]);
});
