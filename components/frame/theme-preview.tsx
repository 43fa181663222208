import { KindGlyph } from '@/components/glyphs/kind-glyph';
import type { EventKind, Phase } from '@/lib/events/vocabulary';

const lanes: ReadonlyArray<{ service: string; kind: EventKind; phase: Phase; from: number; width: number }> =
  [
    { service: 'checkout', kind: 'deployment', phase: 'succeeded', from: 8, width: 30 },
    { service: 'search', kind: 'deployment', phase: 'failed', from: 34, width: 18 },
    { service: 'billing', kind: 'operation', phase: 'running', from: 52, width: 34 },
    { service: 'edge', kind: 'build', phase: 'planned', from: 70, width: 22 },
  ];

/** A piece of a timeline in one theme, whatever the page around it has. A picture: it says nothing to screen readers. */
export function ThemePreview({ theme }: { theme: 'light' | 'dark' }) {
  return (
    <div aria-hidden data-theme={theme} className="overflow-hidden rounded border border-line bg-surface-0">
      <div className="flex h-6 items-center gap-1.5 border-b border-line px-2 text-2xs text-fg-subtle">
        <span className="size-1.5 rounded-full bg-accent" />
        {theme === 'light' ? 'Light' : 'Dark'}
      </div>
      <div className="bg-surface-1">
        {lanes.map(({ service, kind, phase, from, width }) => (
          <div key={service} className="flex h-6 items-center border-b border-line last:border-b-0">
            <span className="w-18 shrink-0 truncate border-r border-line px-2 text-2xs text-fg-muted">
              {service}
            </span>
            <span className="relative h-full flex-1">
              <span
                data-phase={phase}
                className="absolute top-1.5 flex h-3 items-center rounded-xs border border-phase-solid bg-phase-solid data-[phase=planned]:border-dashed data-[phase=planned]:bg-transparent"
                style={{ left: `${from - 6}%`, width: `${width}%` }}
              >
                <span className="absolute -left-3.5">
                  <KindGlyph kind={kind} phase={phase} size={11} />
                </span>
              </span>
            </span>
          </div>
        ))}
      </div>
    </div>
  );
}
