import { Params } from '@/lib/db/params';
import { pool } from '@/lib/db/pool';
import { readDeliveryRule } from '@/lib/delivery/rule-state';
import { invalid } from '@/lib/errors';
import { decodeTextCursor, encodeTextCursor } from '@/lib/http/cursor';
import type { LinkListQuery } from './filters';
import { linksSql } from './links-sql';
import type { LinkPageWire } from './schemas';
import { selectionOf } from './select';
import { readSteps, type Step, toStep } from './steps';
import type { LinkKind } from './vocabulary';

const scope = 'links';

/** The links behind a figure, slowest first. Throws `invalid` for a window that cannot be and a cursor of another list. */
export async function listLinks(query: LinkListQuery, now = Date.now()): Promise<LinkPageWire> {
  const [{ rule }, selection] = await Promise.all([readDeliveryRule(), selectionOf(query, now)]);
  const params = new Params();
  const relation = linksSql(rule, selection, params);
  const after = query.cursor ? `WHERE ${afterCursor(query.cursor, params)}` : '';
  const { rows } = await pool().query<{
    kind: LinkKind;
    from_id: string;
    to_id: string;
    duration_ms: number;
  }>(
    `${relation} SELECT kind, from_id, to_id, duration_ms FROM link ${after}
     ORDER BY duration_ms DESC, to_id DESC, from_id DESC, kind DESC LIMIT ${params.add(query.limit + 1)}`,
    params.values,
  );
  const page = rows.slice(0, query.limit);
  const steps = await readSteps(
    [...new Set(page.flatMap(({ from_id, to_id }) => [from_id, to_id]))],
    'false',
  );
  const last = page.at(-1);
  return {
    items: page.flatMap(({ kind, from_id, to_id, duration_ms }) => {
      const [from, to] = [steps.get(from_id), steps.get(to_id)];
      // One of them was deleted between the two reads.
      return from && to
        ? [{ kind, from: toStep(from as Step), to: toStep(to as Step), durationMs: duration_ms }]
        : [];
    }),
    nextCursor:
      rows.length > query.limit && last
        ? encodeTextCursor([last.duration_ms, last.to_id, last.from_id, last.kind].join('~'), scope)
        : null,
  };
}

function afterCursor(cursor: string, params: Params): string {
  const [duration = '', to = '', from = '', kind = ''] = decodeTextCursor(cursor, scope).split('~');
  if (!/^-?\d+$/.test(duration))
    throw invalid([
      { in: 'query', path: ['cursor'], detail: 'was not given by this list; start without a cursor' },
    ]);
  return `(duration_ms, to_id, from_id, kind) < (${params.add(duration)}::int8, ${params.add(to)}::uuid, ${params.add(from)}::uuid, ${params.add(kind)}::text)`;
}
