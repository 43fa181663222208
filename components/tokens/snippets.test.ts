import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { tokenSnippets, trustSnippet } from './snippets';

const sample = {
  origin: 'http://localhost:8080',
  service: `o'brien "x" $HOME`,
  environment: 'production',
};
const variables = { GITHUB_SHA: 'c0ffee', CI_COMMIT_SHA: 'c0ffee', COMMIT: 'c0ffee', SHIPLOG_TOKEN: 't' };

/** The arguments that a shell gives to the last `curl` of a snippet. */
function argumentsOf(code: string): string[] {
  const last = code.slice(code.lastIndexOf('curl --fail-with-body'));
  const command = last.startsWith('curl') ? last : code;
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  const run = spawnSync('sh', ['-c', script], {
    env: { ...process.env, ...variables, TOKEN: 't', SHIPLOG_ID_TOKEN: 't' },
  });
  return run.stdout.toString('utf8').split('\0');
}

const bodyOf = (code: string) => {
  const sent = argumentsOf(code);
  return JSON.parse(sent[sent.indexOf('-d') + 1] ?? '');
};

describe('what is pasted into a pipeline sends what it says, whatever the names', () => {
  test.each(tokenSnippets({ ...sample, secret: 'slg_x', canReport: true }))('$name', ({ code }) => {
    expect(bodyOf(code)).toMatchObject({ kind: 'deployment', service: sample.service });
  });

  test.each(['github', 'gitlab', 'other'] as const)('%s without a secret', (provider) => {
    const { code } = trustSnippet(provider, { ...sample, audience: 'https://shiplog.example.com' });
    expect(bodyOf(code)).toMatchObject({ service: sample.service, sha: 'c0ffee' });
  });
});

test('a token that may not report is tried by asking who one is', () => {
  const [curl, ...others] = tokenSnippets({ ...sample, secret: 'slg_x', canReport: false });
  expect(curl?.code).toContain('/api/v2/me');
  expect(others).toEqual([]);
});
