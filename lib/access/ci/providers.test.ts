import { describe, expect, test } from 'vitest';
import { claimText, providerOfIssuer, verifiedRun } from './providers';

describe('what an issuer vouches for', () => {
  test('of a run of GitHub Actions', () => {
    const claims = {
      actor: 'ada',
      repository: 'acme/shop',
      repository_id: '42',
      run_id: '7001',
      run_attempt: '2',
      sha: 'c0ffee',
      ref: 'refs/heads/main',
      environment: 'production',
    };
    const issuer = 'https://token.actions.githubusercontent.com';
    expect(verifiedRun('github', claims, issuer)).toEqual({
      issuer,
      actor: 'ada',
      repository: 'acme/shop',
      sha: 'c0ffee',
      ref: 'refs/heads/main',
      environment: 'production',
      run: 'https://github.com/acme/shop/actions/runs/7001/attempts/2',
    });
  });

  test('of a job of GitLab', () => {
    const claims = {
      user_login: 'ada',
      project_path: 'acme/team/shop',
      project_id: '42',
      pipeline_id: '900',
      sha: 'c0ffee',
      ref: 'main',
      ref_path: 'refs/heads/main',
    };
    expect(verifiedRun('gitlab', claims, 'https://gitlab.example.com/git/')).toEqual({
      issuer: 'https://gitlab.example.com/git/',
      actor: 'ada',
      repository: 'acme/team/shop',
      sha: 'c0ffee',
      ref: 'refs/heads/main',
      environment: null,
      run: 'https://gitlab.example.com/git/acme/team/shop/-/pipelines/900',
    });
  });

  test('of anybody else is what they call alike', () => {
    expect(
      verifiedRun('other', { sub: 'x', run_id: 17, sha: 'abc' }, 'https://ci.example.com'),
    ).toMatchObject({ actor: null, sha: 'abc', run: '17' });
  });
});

test.each([
  ['https://token.actions.githubusercontent.com', 'https://github.com'],
  ['https://token.actions.githubusercontent.com/acme', 'https://github.com'],
  ['https://token.actions.acme.ghe.com', 'https://acme.ghe.com'],
  ['https://github.acme.com/_services/token', 'https://github.acme.com'],
])('the pages of the runs of %s are at %s', (issuer, server) => {
  const { run } = verifiedRun('github', { repository: 'a/b', run_id: '1' }, issuer);
  expect(run).toBe(`${server}/a/b/actions/runs/1`);
});

test.each([
  [{ repository: 'a/b/../../evil', run_id: '1' }],
  [{ repository: 'a/b', run_id: '1?x=' }],
  [{ repository: 'a/b" onload="', run_id: '1' }],
  [{ repository: 'a/b' }],
])('claims that are no names make no link: %j', (claims) => {
  expect(verifiedRun('github', claims, 'https://token.actions.githubusercontent.com').run).toBeNull();
});

test('what is shown of a claim fits into a database and onto a line', () => {
  expect(claimText({ a: 'x\u0000y\n\ud800' }, 'a')).toBe('xy\ufffd');
  expect(claimText({ a: 'x'.repeat(900) }, 'a')).toHaveLength(500);
  for (const a of ['', null, {}, [], undefined]) expect(claimText({ a }, 'a')).toBeNull();
  expect(claimText({}, 'constructor')).toBeNull();
});

test.each([
  ['https://token.actions.githubusercontent.com', 'github'],
  ['https://token.actions.githubusercontent.com/acme', 'github'],
  ['https://gitlab.com', 'gitlab'],
  ['https://gitlab.com.evil.example', undefined],
  ['https://github.acme.com/_services/token', undefined],
])('%s serves everybody as %s', (issuer, provider) => {
  expect(providerOfIssuer(issuer)).toBe(provider);
});
