import { PhaseMark } from '@/components/glyphs/phase-mark';
import { ErrorState } from '@/components/ui/error-state';
import type { CallState } from './use-call';

const body =
  'mt-2 max-h-96 overflow-auto rounded border border-line bg-surface-1 p-3 font-mono text-xs leading-5';

/** The answer to a call: status, time, telling headers, and the body laid out. */
export function TryItAnswer({ state }: { state: CallState }) {
  if (state.phase === 'idle' || state.phase === 'sending') return null;
  if (state.phase === 'failed') {
    return (
      <ErrorState
        compact
        title="No answer came"
        text="The server could not be reached. Whether it did what was asked is not known; see whether it runs, then send again."
        detail={state.message}
      />
    );
  }
  const { status, milliseconds, headers, text } = state;
  const phase = state.phase === 'streaming' ? 'running' : status < 400 ? 'succeeded' : 'failed';
  return (
    <div className="min-w-0">
      <p role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-fg-muted">
        <span className="inline-flex items-center gap-1.5 font-medium text-fg">
          <PhaseMark phase={phase} size={14} />
          <span className="nums">{status}</span>
          {state.phase === 'streaming' && 'streaming'}
        </span>
        <span className="nums">{Math.round(milliseconds)} ms</span>
        {headers.map(([name, value]) => (
          <span key={name} className="font-mono wrap-anywhere">
            {name}: {value}
          </span>
        ))}
      </p>
      {text !== '' && (
        <section aria-label="The body of the answer">
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre tabIndex={0} className={body}>
            {laidOut(text)}
          </pre>
        </section>
      )}
    </div>
  );
}

function laidOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
