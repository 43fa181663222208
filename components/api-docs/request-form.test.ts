import { describe, expect, test } from 'vitest';
import { describeApi } from '@/lib/api/description';
import type { OpenApiOperation } from '@/lib/http/openapi';
import { bodyProblem, firstValues, missingFields, requestForm, requestOf } from './request-form';

const { paths } = describeApi('http://localhost:8080');
const form = (path: string, method: string) =>
  requestForm(path, method, paths[path]?.[method] as OpenApiOperation);

describe('a form', () => {
  test('begins with the example of its operation', () => {
    const create = form('/api/v2/events', 'post');
    expect(JSON.parse(create.body as string)).toMatchObject({ kind: 'deployment', service: 'payment-api' });
    const list = form('/api/v2/events', 'get');
    expect(list.body).toBeNull();
    expect(requestOf(list, firstValues(list)).path).toBe(
      '/api/v2/events?kind=deployment&environment=production&phase=failed&from=now-7d',
    );
  });

  test('offers the values that are allowed', () => {
    const fields = Object.fromEntries(
      form('/api/v2/events', 'get').fields.map((field) => [field.name, field]),
    );
    expect(fields.kind).toMatchObject({ several: true });
    expect(fields.kind?.choices).toContain('drift');
    expect(fields.total).toMatchObject({ several: false, choices: ['true', 'false'] });
    expect(fields.q?.choices).toEqual([]);
  });

  test('knows that the stream is one', () => {
    expect(form('/api/v2/stream', 'get').stream).toBe(true);
    expect(form('/api/health', 'get').stream).toBe(false);
  });
});

describe('a request', () => {
  const patch = form('/api/v2/events/{id}', 'patch');

  test('carries what was filled in, encoded, and nothing else', () => {
    expect(requestOf(patch, { 'path id': 'a/b c', 'header If-Match': '"3"' })).toEqual({
      path: '/api/v2/events/a%2Fb%20c',
      headers: { 'If-Match': '"3"' },
    });
    const list = form('/api/v2/events', 'get');
    expect(requestOf(list, { 'query q': 'a&b=c', 'query kind': 'drift,build' }).path).toBe(
      '/api/v2/events?kind=drift,build&q=a%26b%3Dc',
    );
  });

  test('says what is missing', () => {
    expect(missingFields(patch, firstValues(patch))).toEqual(['id']);
    expect(missingFields(patch, { 'path id': 'x' })).toEqual([]);
  });

  test('says what is wrong with its body', () => {
    expect(bodyProblem('{"a": 1}')).toBeNull();
    expect(bodyProblem('{"a": ')).toMatch(/^This is not JSON/);
  });
});
