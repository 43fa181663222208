import { expect, test } from 'vitest';
import { fc } from '@/lib/testing/properties';
import { commitUrl, compareUrl, repositoryUrl } from './repository-url';

test.each([
  ['https://github.com/acme/checkout', '', 'https://github.com/acme/checkout'],
  ['https://github.com/acme/checkout.git/', '', 'https://github.com/acme/checkout'],
  ['git@github.com:acme/checkout.git', '', 'https://github.com/acme/checkout'],
  ['ssh://git@git.acme.example:2222/team/checkout.git', '', 'https://git.acme.example/team/checkout'],
  ['acme/checkout', 'github', 'https://github.com/acme/checkout'],
  ['acme/group/checkout', 'gitlab-ci', 'https://gitlab.com/acme/group/checkout'],
  ['acme/checkout', 'jenkins', null],
  ['https://user:secret@github.com/acme/checkout', '', null],
  ['javascript:alert(1)', 'github', null],
  ['https://github.com/', '', null],
  ['', 'github', null],
])('the repository %j of source %j is at %j', (repository, source, expected) => {
  expect(repositoryUrl(repository, source)).toBe(expected);
});

test('commits and ranges are where each forge has them', () => {
  const of = (repository: string) => [
    commitUrl(repository, 'abc1234'),
    compareUrl(repository, 'abc1234', 'def5678'),
  ];
  expect(of('https://github.com/a/b')).toEqual([
    'https://github.com/a/b/commit/abc1234',
    'https://github.com/a/b/compare/abc1234...def5678',
  ]);
  expect(of('https://gitlab.acme.example/a/b')).toEqual([
    'https://gitlab.acme.example/a/b/-/commit/abc1234',
    'https://gitlab.acme.example/a/b/-/compare/abc1234...def5678',
  ]);
  expect(of('https://bitbucket.org/a/b')).toEqual([
    'https://bitbucket.org/a/b/commits/abc1234',
    'https://bitbucket.org/a/b/branches/compare/def5678%0Dabc1234',
  ]);
  expect(commitUrl('https://github.com/a/b', '../../evil')).toBeNull();
  expect(compareUrl('https://github.com/a/b', 'abc1234', 'abc1234')).toBeNull();
});

test('whatever is told, what leaves is an http(s) address without credentials, or nothing', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.webUrl()),
      fc.constantFrom('', 'github', 'gitlab'),
      (text, source) => {
        const url = repositoryUrl(text, source);
        if (url === null) return;
        const { protocol, username, password } = new URL(url);
        expect(['http:', 'https:']).toContain(protocol);
        expect(username + password).toBe('');
      },
    ),
  );
});
