import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import * as delivery from '@/lib/delivery/operations';
import * as durations from '@/lib/durations/operations';
import * as environments from '@/lib/environments/operations';
import { openApi } from '@/lib/http/openapi';
import type { Operation } from '@/lib/http/operation';
import { rawQuery } from '@/lib/http/query';
import * as preflight from '@/lib/preflight/operations';
import * as deployments from './operations';
import * as versions from './version-operations';

const isOperation = (value: unknown): value is Operation =>
  typeof value === 'object' && value !== null && 'answers' in value;
const operations = [deployments, versions, environments, preflight, durations, delivery]
  .flatMap((module): unknown[] => Object.values(module))
  .filter(isOperation);

test('the API of deployments can be described', async () => {
  expect(operations.length).toBeGreaterThan(20);
  const tags = Object.fromEntries(operations.map(({ tag }) => [tag, 'Of the test.']));
  const document = openApi(
    operations,
    { version: '1', description: 'Of the test.', tags },
    'http://localhost',
  );
  const result = await new Validator().validate(structuredClone(document) as never);
  expect(result.errors).toBeUndefined();
});

test.each(
  operations.flatMap((operation) =>
    (operation.examples ?? []).map((example) => [operation.id, example] as const),
  ),
)('the examples of %s work as written', (id, { query, body }) => {
  const operation = operations.find((candidate) => candidate.id === id) as Operation;
  if (body !== undefined) operation.body?.parse(body);
  const search = new URLSearchParams();
  for (const [name, values] of Object.entries(query ?? {})) {
    for (const value of [values].flat()) search.append(name, value as string);
  }
  operation.query?.parse({ ...rawQuery(search) });
});
