import { expect, it } from 'vitest';
import { draftMigration } from './draft';

const schema = (fields: string) => `
  datasource db {
    provider = "postgresql"
  }
  model Note {
    id Int @id
    ${fields}
  }
`;

it('a changed schema becomes the SQL that a migration needs', async () => {
  const sql = await draftMigration(schema(''), schema('text String @default("") @map("note_text")'));
  expect(sql).toContain('ALTER TABLE "Note" ADD COLUMN     "note_text" TEXT NOT NULL DEFAULT \'\'');
});
