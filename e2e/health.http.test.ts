import { describe, expect, test } from 'vitest';
import { lanes } from './support/lanes';

describe.each(lanes)('the $name lane', ({ url }) => {
  test.each(['/api/health', '/api/ready'])('answers %s while it serves', async (path) => {
    const response = await fetch(`${url}${path}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('application/json');
    await response.json();
  });
});
