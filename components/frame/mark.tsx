/** The product's mark: three lanes of a log, the middle one under way. */
export function Mark({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      <rect x="1" y="3.5" width="11" height="3" rx="1.5" fill="var(--fg-muted)" />
      <rect x="5" y="8.5" width="14" height="3" rx="1.5" fill="var(--accent)" />
      <rect x="1" y="13.5" width="7" height="3" rx="1.5" fill="var(--fg-muted)" />
      <circle cx="12" cy="15" r="1.75" fill="var(--fg-muted)" />
    </svg>
  );
}
