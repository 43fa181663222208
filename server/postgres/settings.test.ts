import { describe, expect, it } from 'vitest';
import { asArguments, clusterSettings } from './settings';

const gigabyte = 1024 ** 3;

describe('the embedded PostgreSQL', () => {
  it('has an acknowledged event on the disk', () => {
    expect(clusterSettings(false)).toMatchObject({
      fsync: 'on',
      synchronous_commit: 'on',
      full_page_writes: 'on',
    });
  });

  it.each([
    [0.5, '77MB'],
    [0.1, '64MB'],
    [4, '614MB'],
    [256, '1024MB'],
  ])('on a machine with %d GB keeps %s in memory', (memory, expected) => {
    expect(clusterSettings(false, memory * gigabyte).shared_buffers).toBe(expected);
  });

  it('takes its settings on the command line', () => {
    expect(asArguments({ fsync: 'on', max_connections: 5 })).toEqual([
      '-c',
      'fsync=on',
      '-c',
      'max_connections=5',
    ]);
  });
});
