/**
 * A line without axes, for the shape of something beside its number. Nulls are gaps that the line bridges. Decorative: the same numbers are
 * in a chart with a table.
 */
export function Sparkline(props: { values: readonly (number | null)[]; bars?: boolean; className?: string }) {
  const { values, bars = false, className } = props;
  const known = values.filter((value) => value !== null);
  const most = Math.max(...known, 0);
  if (known.length === 0 || most === 0) return <span aria-hidden className={className} />;
  const width = 100 / values.length;
  const height = (value: number) => Math.max(value === 0 ? 0 : 3, (value / most) * 28);
  const points = values.flatMap((value, index) =>
    value === null ? [] : [`${((index + 0.5) * width).toFixed(2)},${(30 - height(value)).toFixed(2)}`],
  );
  return (
    <svg viewBox="0 0 100 32" preserveAspectRatio="none" aria-hidden="true" className={className}>
      {bars ? (
        values.map((value, index) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a place in time
            key={index}
            x={(index + 0.15) * width}
            width={width * 0.7}
            y={31 - height(value ?? 0)}
            height={height(value ?? 0)}
            fill="currentColor"
          />
        ))
      ) : points.length === 1 ? (
        <path
          d={`M${points[0]?.replace(',', ' ')}h0`}
          stroke="currentColor"
          strokeWidth={4}
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
        />
      ) : (
        <polyline
          points={points.join(' ')}
          fill="none"
          stroke="currentColor"
          strokeWidth={1.5}
          strokeLinejoin="round"
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  );
}
