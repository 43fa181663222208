import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pool } from '@/lib/db/pool';

/**
 * Prisma reads and writes by schema.prisma, the database is made by the migrations: they have to speak of the same
 * tables, columns, types and enums.
 */
const schema = readFileSync(new URL('schema.prisma', import.meta.url), 'utf8');

/** Blocks of one kind by their name in Prisma: the name in the database, and the lines. */
function blocks(kind: 'model' | 'enum') {
  return new Map(
    [...schema.matchAll(new RegExp(`^${kind} (\\w+) \\{\\n([^]*?)^\\}`, 'gm'))].map(
      ([, name = '', body = '']) => {
        const lines = body.split('\n').map((line) => line.trim());
        const mapped = lines.flatMap((line) => /^@@map\("(\w+)"\)/.exec(line)?.[1] ?? []);
        return [name, { name: mapped[0] ?? name, lines: lines.filter((line) => /^\w/.test(line)) }] as const;
      },
    ),
  );
}

const models = blocks('model');
const enums = blocks('enum');
const scalars: Record<string, string> = {
  String: 'text',
  Int: 'int4',
  BigInt: 'int8',
  Float: 'float8',
  Boolean: 'bool',
  Bytes: 'bytea',
  Json: 'jsonb',
  'DateTime @db.Timestamptz(3)': 'timestamptz(3)',
  'Int @db.SmallInt': 'int2',
  'Json @db.Json': 'json',
  'Json @db.JsonB': 'jsonb',
  'String @db.Uuid': 'uuid',
};

/**
 * `table.column type`, with what may be null said, but for lists: Prisma has no word for that. Relations to other models are
 * no columns.
 */
function columnsOf({ name: table, lines }: { name: string; lines: string[] }): string[] {
  return lines.flatMap((line) => {
    const [, field = '', type = '', many = '', rest = ''] = /^(\w+)\s+(\w+)(\[\]|\?)?(.*)$/.exec(line) ?? [];
    if (models.has(type)) return [];
    const native = /@db\.\w+(?:\(\d+\))?/.exec(rest)?.[0];
    const column = /@map\("(\w+)"\)/.exec(rest)?.[1] ?? field;
    const base = enums.get(type)?.name ?? scalars[native ? `${type} ${native}` : type] ?? `unknown ${line}`;
    return `${table}.${column} ${many === '[]' ? `${base}[]` : base}${many === '?' ? ' or null' : ''}`;
  });
}

test('every model has the table, columns and types that the migrations make', async () => {
  const { rows } = await pool().query<{ column: string }>(`
    SELECT table_name || '.' || column_name || ' '
      || CASE WHEN data_type = 'ARRAY' THEN substr(udt_name, 2) || '[]' ELSE udt_name END
      || CASE WHEN udt_name = 'timestamptz' THEN '(' || datetime_precision || ')' ELSE '' END
      || CASE WHEN is_nullable = 'YES' AND data_type <> 'ARRAY' THEN ' or null' ELSE '' END AS column
    FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'`);
  const declared = [...models.values()].flatMap(columnsOf);
  expect(declared.length).toBeGreaterThan(50);
  expect(declared.sort()).toEqual(rows.map(({ column }) => column).sort());
});

test('every enum has the values that the migrations make', async () => {
  const { rows } = await pool().query<{ name: string; values: string[] }>(`
    SELECT typname AS name, array_agg(enumlabel::text ORDER BY enumlabel::text COLLATE "C") AS values
    FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid GROUP BY typname`);
  const declared = [...enums.values()].map(({ name, lines }) => [
    name,
    lines.map((line) => /@map\("([^"]+)"\)/.exec(line)?.[1] ?? (line.split(/\s/)[0] as string)).sort(),
  ]);
  expect(Object.fromEntries(rows.map(({ name, values }) => [name, values]))).toEqual(
    Object.fromEntries(declared),
  );
});
