import { describe, expect, test } from 'vitest';
import { errorsOfTrust, newRow, newTrustValues, readTrust, valuesOfRule } from './trust-values';

const filled = {
  ...newTrustValues('https://shiplog.example.com'),
  name: 'shop',
  claims: [newRow('repository_id', '42'), newRow('ref', 'refs/heads/main\n refs/tags/* \n'), newRow()],
};

describe('the form of a trust rule', () => {
  test('sends one value to a line and leaves out what says nothing', () => {
    expect(readTrust(filled).body?.claims).toEqual({
      repository_id: ['42'],
      ref: ['refs/heads/main', 'refs/tags/*'],
    });
  });

  test('begins with what a rule of GitHub needs, and says what is missing at its place', () => {
    const values = newTrustValues('https://shiplog.example.com');
    const { errors } = readTrust(values);
    expect(errors?.name).toBe('Say whose runs it lets in.');
    expect(errors?.rows?.[values.claims[0]?.key as number]).toBe('It must name a value.');
  });

  test('says at its row that a name is no id', () => {
    const claims = [newRow('repository_id', 'acme/shop')];
    expect(readTrust({ ...filled, claims }).errors?.rows).toEqual({
      [claims[0]?.key as number]: 'It must be the number that never changes, not the name.',
    });
  });

  test('says which claim it cannot do without', () => {
    const { errors } = readTrust({ ...filled, claims: [newRow('ref', 'refs/heads/main')] });
    expect(errors?.claims).toContain('repository_id or repository_owner_id');
  });

  test('puts what the server finds where it belongs', () => {
    const problem = { errors: [{ pointer: '/claims/ref/0', detail: 'must not be so' }] } as never;
    expect(errorsOfTrust(filled, problem)?.rows).toEqual({
      [filled.claims[1]?.key as number]: 'It must not be so.',
    });
  });

  test('shows a rule as it is', () => {
    const body = readTrust(filled).body;
    const values = valuesOfRule({ ...body, id: '1', revision: 1, lastUsedAt: null } as never);
    expect(readTrust(values).body).toEqual(body);
  });
});
