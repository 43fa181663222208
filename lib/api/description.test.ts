import { Validator } from '@seriousme/openapi-schema-validator';
import { describe, expect, test } from 'vitest';
import { pathNames } from '@/lib/http/openapi';
import { rawQuery } from '@/lib/http/query';
import { servedRoutes } from '@/lib/testing/served-routes';
import { describeApi, descriptionReply } from './description';
import { operations } from './operations';

const document = describeApi('http://localhost:8080');

const served = async () =>
  (await servedRoutes()).map(({ route, ...at }) => ({ ...at, operation: route.endpoint.operation }));

test('everything that is served is described, at the path and method at which it is served', async () => {
  const all = await served();
  expect(all.length).toBeGreaterThan(10);
  for (const { place, method, operation } of all) {
    expect(`${operation.method} ${operation.path}`).toBe(`${method} ${place}`);
    expect(operations.map(({ id }) => id)).toContain(operation.id);
    expect(document.paths[place]?.[method.toLowerCase()]?.operationId).toBe(operation.id);
  }
});

test('everything that is described is served', async () => {
  const all = (await served()).map(({ operation }) => operation.id);
  expect(operations.map(({ id }) => id).filter((id) => !all.includes(id))).toEqual([]);
});

test('the description is valid OpenAPI 3.1', async () => {
  const validator = new Validator();
  const result = await validator.validate(structuredClone(document) as never);
  expect(result.errors).toBeUndefined();
  expect(validator.version).toBe('3.1');
});

test('every reference leads somewhere', () => {
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
    (match) => match[1] as string,
  );
  expect(references.length).toBeGreaterThan(10);
  for (const reference of new Set(references)) {
    const [, name = ''] = /^#\/components\/schemas\/(\w+)$/.exec(reference) ?? [];
    expect(document.components.schemas, reference).toHaveProperty(name);
  }
});

describe.each(operations.map((operation) => [operation.id, operation] as const))('%s', (_, operation) => {
  test('has a summary, a tag and every parameter of its path', () => {
    expect(operation.summary).not.toBe('');
    const described = document.paths[operation.path]?.[operation.method.toLowerCase()];
    const names = described?.parameters
      ?.filter((parameter) => parameter.in === 'path')
      .map(({ name }) => name);
    expect(names ?? []).toEqual(pathNames(operation.path));
  });

  test.each((operation.examples ?? []).map((example) => [example.title, example] as const))(
    'takes the example “%s” as written',
    (_title, example) => {
      if (example.body !== undefined) operation.body?.parse(example.body);
      if (example.query) {
        const search = new URLSearchParams();
        for (const [name, values] of Object.entries(example.query)) {
          for (const value of [values].flat()) search.append(name, value as string);
        }
        operation.query?.parse({ ...rawQuery(search) });
      }
    },
  );
});

test('numbers and flags of a query are described as such, with what holds when they are left out', () => {
  const parameters = document.paths['/api/v2/events']?.get?.parameters ?? [];
  const schema = (name: string) => parameters.find((parameter) => parameter.name === name)?.schema;
  expect(schema('limit')).toEqual({ type: 'integer', minimum: 1, maximum: 500, default: 50 });
  expect(schema('total')).toEqual({ type: 'boolean', default: false });
  expect(schema('sort')).toMatchObject({ type: 'string', default: '-at' });
  expect(parameters.find(({ name }) => name === 'kind')).toMatchObject({ style: 'form', explode: true });
});

describe('the answer', () => {
  const ask = (headers: Record<string, string>) => descriptionReply((name) => headers[name]);

  test('names the address at which the caller reaches the server', () => {
    const { text = '' } = ask({ host: 'shiplog.example.org', 'x-forwarded-proto': 'https' });
    expect(JSON.parse(text).servers).toEqual([{ url: 'https://shiplog.example.org' }]);
  });

  test('is not sent again to who has it', () => {
    const first = ask({ host: 'localhost:8080' });
    const again = ask({ host: 'localhost:8080', 'if-none-match': `W/${first.headers?.etag}` });
    expect(again).toMatchObject({ status: 304, headers: { etag: first.headers?.etag } });
    expect(again.text).toBeUndefined();
    expect(ask({ host: 'localhost:9090', 'if-none-match': first.headers?.etag as string }).status).toBe(200);
  });
});
