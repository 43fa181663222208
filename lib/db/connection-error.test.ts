import { expect, it } from 'vitest';
import { isConnectionError } from './connection-error';

const failure = (message: string, more: object = {}) => Object.assign(new Error(message), more);

it.each([
  failure('connect ECONNREFUSED 127.0.0.1:5432', { code: 'ECONNREFUSED', syscall: 'connect' }),
  failure('connect ENOENT /run/.s.PGSQL.5432', { code: 'ENOENT', syscall: 'connect' }),
  failure('the database system is shutting down', { code: '57P03' }),
  failure('too many connections', { code: '53300' }),
  failure('Connection terminated unexpectedly'),
  failure('an operation failed', { cause: failure('x', { code: 'ECONNRESET' }) }),
  failure('Cannot reach', { code: 'P1001' }),
])('%s is the database being away', (error) => expect(isConnectionError(error)).toBe(true));

it.each([
  failure('duplicate key', { code: '23505' }),
  failure('no such file', { code: 'ENOENT', syscall: 'open' }),
  failure('x is not a function'),
  'text',
  null,
])('%s is not', (error) => expect(isConnectionError(error)).toBe(false));
