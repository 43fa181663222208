'use client';

/** What every chart of recharts has in common. */

export const gridLine = 'var(--border)';
export const axisText = { fill: 'var(--fg-subtle)', fontSize: 11 } as const;

/** What stands beside the pointer. */
export function ChartTip(props: {
  title: string;
  rows: readonly { label: string; value: string; colour?: string }[];
}) {
  return (
    <div className="rounded border border-line-strong bg-surface-1 px-2.5 py-1.5 text-xs shadow-overlay">
      <p className="nums font-medium">{props.title}</p>
      <dl>
        {props.rows.map(({ label, value, colour }) => (
          <div key={label} className="flex items-center gap-1.5">
            <span
              aria-hidden
              className="size-2 shrink-0 rounded-xs"
              style={{ background: colour ?? 'transparent' }}
            />
            <dt className="text-fg-muted">{label}</dt>
            <dd className="nums ml-auto pl-3 font-medium">{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
