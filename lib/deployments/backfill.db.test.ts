import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pool } from '@/lib/db/pool';
import { ingestOne } from '@/lib/events/ingest';
import { eventDraft } from '@/lib/events/schemas';
import { emptyTables } from '@/lib/testing/empty-tables';
import { versionKey } from './version-key';
import { versionOf } from './version-of-title';

const migration = readFileSync(
  new URL('../../prisma/migrations/20261121040000_deployments/migration.sql', import.meta.url),
  'utf8',
);
/** The two statements that fill in what was there before. */
const statements = [...migration.matchAll(/^WITH named AS[\s\S]*?;$/gm)].map(([text]) => text);

test('deployments and builds from before get the version that they would have today, and others none', async () => {
  await emptyTables('event');
  const drafts = [
    { kind: 'deployment', title: 'Deploy v1.2.3 to production', service: 'a' },
    { kind: 'deployment', title: 'Deploy', version: '1.2.3', sha: 'abc1234', service: 'a' },
    { kind: 'build', title: 'Build (v2.0.0-rc.1).', service: 'a' },
    { kind: 'deployment', title: 'dev1.2.3', service: 'b' },
    { kind: 'deployment', title: 'release/V10.20.30+build.5', service: 'b' },
    { kind: 'deployment', title: 'v1.2.3beta', service: 'b' },
    { kind: 'operation', title: 'Restart v1.2.3', version: 'v1.2.3', service: 'b' },
  ];
  for (const draft of drafts) await ingestOne({ draft: eventDraft.parse(draft), actor: 'ci' });
  await pool().query('UPDATE event SET version_id = NULL');
  await pool().query('DELETE FROM version');

  expect(statements).toHaveLength(2);
  for (const text of statements) await pool().query(text);

  const { rows } = await pool().query<{ title: string; key: string | null; sha: string | null }>(
    'SELECT e.title, v.key, v.sha FROM event e LEFT JOIN version v ON v.id = e.version_id',
  );
  expect(rows).toHaveLength(drafts.length);
  for (const draft of drafts) {
    const version = draft.kind === 'operation' ? null : versionOf(draft);
    const found = rows.find(({ title }) => title === draft.title);
    expect(found?.key, draft.title).toBe(version === null ? null : versionKey(version));
  }
  // Both spellings are one version, with the commit that one of them told.
  expect(rows.find(({ title }) => title === 'Deploy v1.2.3 to production')?.sha).toBe('abc1234');
});
