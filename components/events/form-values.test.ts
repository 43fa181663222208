import { describe, expect, test } from 'vitest';
import { rebased } from '@/components/forms/rebased';
import { eventDraft } from '@/lib/events/schemas';
import { draftFrom, emptyValues, errorsFromIssues, errorsFromProblem, patchFrom } from './form-values';

const zone = 'Europe/Berlin';

describe('a new event from a form', () => {
  test('only what was filled in is sent', () => {
    const { draft, errors } = draftFrom({ ...emptyValues, title: 'Deploy', service: 'checkout' }, zone);
    expect(draft).toEqual({ kind: 'deployment', title: 'Deploy', service: 'checkout' });
    expect(errors).toEqual({});
    expect(eventDraft.safeParse(draft).success).toBe(true);
  });

  test('times are read on the reader’s clock', () => {
    const { draft } = draftFrom(
      { ...emptyValues, startsAt: '2026-07-14 09:26', endsAt: '2026-07-14T09:00:00Z' },
      zone,
    );
    expect(draft).toMatchObject({ startsAt: '2026-07-14T07:26:00.000Z', endsAt: '2026-07-14T09:00:00Z' });
  });

  test('what cannot be read is an error at its field', () => {
    const { errors } = draftFrom({ ...emptyValues, startsAt: 'tomorrow', payload: '{' }, zone);
    expect(Object.keys(errors)).toEqual(['startsAt', 'payload']);
  });

  test('a missing title and service are told at their fields by the schema of the API', () => {
    const { draft } = draftFrom(emptyValues, zone);
    const result = eventDraft.safeParse(draft);
    expect(Object.keys(errorsFromIssues(result.error?.issues ?? []))).toEqual(['title', 'service']);
  });

  test('a related event may bring the service', () => {
    const { draft } = draftFrom(
      { ...emptyValues, title: 'Fix', relatedId: '0192d3a4-0000-7000-8000-000000000000' },
      zone,
    );
    expect(draft).not.toHaveProperty('service');
    expect(eventDraft.safeParse(draft).success).toBe(true);
  });
});

describe('a change from a form', () => {
  const base = {
    ...emptyValues,
    title: 'Deploy',
    service: 'checkout',
    version: '1.0.0',
    stakeholders: 'ada',
  };

  test('sends what is different, and null for what was cleared', () => {
    expect(patchFrom({ ...base, title: 'Deploy again', version: '' }, base, zone).patch).toEqual({
      title: 'Deploy again',
      version: null,
    });
  });

  test('nothing when nothing was changed', () => {
    expect(patchFrom({ ...base, stakeholders: ' ada, ' }, base, zone).patch).toEqual({});
  });

  test('when somebody else was faster, what was typed stays and the rest follows', () => {
    const newer = { ...base, title: 'Their title', status: 'success' };
    expect(rebased({ ...base, version: '2.0.0' }, base, newer)).toEqual({ ...newer, version: '2.0.0' });
  });
});

test('the server’s pointers name the fields', () => {
  const problem = {
    type: '',
    title: '',
    status: 422,
    detail: '',
    code: 'invalid',
    errors: [
      { pointer: '/links/0/url', detail: 'must be an absolute http or https URL without credentials' },
      { pointer: '/metadata/a~1b', detail: 'is wrong' },
    ],
  };
  expect(errorsFromProblem(problem)).toEqual({
    'links.0.url': 'must be an absolute http or https URL without credentials',
    'metadata.a/b': 'is wrong',
  });
  expect(errorsFromProblem(null)).toBeNull();
});
