import type { AuditEntryWire } from '@/lib/audit/schemas';
import { fieldChanges } from './words';

/** What was before and what is after, field by field. */
export function Difference({ entry }: { entry: AuditEntryWire }) {
  const changes = fieldChanges(entry);
  if (changes.length === 0) return null;
  const both = entry.before !== null && entry.after !== null;
  const columns = [
    ...(entry.before === null ? [] : (['before'] as const)),
    ...(entry.after === null ? [] : (['after'] as const)),
  ];
  return (
    <div className="overflow-hidden rounded border border-line">
      <table aria-label="What it changed" className="w-full table-fixed text-left text-xs">
        <thead>
          <tr className="border-b border-line bg-surface-2 text-fg-muted">
            <th scope="col" className="w-1/4 px-2.5 py-1.5 font-medium sm:w-40">
              Field
            </th>
            {columns.map((side) => (
              <th key={side} scope="col" className="px-2.5 py-1.5 font-medium">
                {side === 'before' ? (both ? 'Before' : 'Was') : both ? 'After' : 'Is'}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {changes.map(({ name, ...values }) => (
            <tr key={name} className="border-b border-line align-top last:border-b-0">
              <th scope="row" className="px-2.5 py-1.5 font-normal wrap-anywhere text-fg-muted">
                {name || 'Value'}
              </th>
              {columns.map((side) => (
                <td key={side} className="px-2.5 py-1.5">
                  <Value text={values[side]} side={side} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Value({ text, side }: { text: string | undefined; side: 'before' | 'after' }) {
  if (text === undefined) return <span className="text-fg-subtle">–</span>;
  const value = <span className="font-mono whitespace-pre-wrap wrap-anywhere">{text}</span>;
  return side === 'before' ? (
    <del className="text-fg-muted no-underline">{value}</del>
  ) : (
    <ins className="no-underline">{value}</ins>
  );
}
