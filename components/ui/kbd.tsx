import { Fragment } from 'react';
import { cn } from './cn';

const words: Record<string, string> = {
  enter: '↵',
  escape: 'Esc',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  shift: '⇧',
};

/**
 * Keys as a person presses them. `mod+k` is ⌘K on a Mac and Ctrl K elsewhere, decided by CSS before the first paint;
 * a space means one after the other: `g t`.
 */
export function Kbd({ keys, className }: { keys: string; className?: string }) {
  return (
    <span className={cn('inline-flex items-center gap-1 align-middle', className)}>
      {keys.split(' ').map((stroke, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: strokes never move, and may repeat
        <Fragment key={index}>
          {index > 0 && <span className="text-2xs text-fg-subtle">then</span>}
          <kbd className="inline-flex h-4.5 min-w-4.5 items-center justify-center gap-0.5 rounded-xs border border-line bg-surface-2 px-1 font-sans text-2xs text-fg-muted">
            {stroke.split('+').map((key) => (
              <Key key={key} name={key} />
            ))}
          </kbd>
        </Fragment>
      ))}
    </span>
  );
}

function Key({ name }: { name: string }) {
  if (name !== 'mod') return <span>{words[name] ?? (name.length === 1 ? name.toUpperCase() : name)}</span>;
  return (
    <>
      <span className="key-mac">⌘</span>
      <span className="key-other">Ctrl</span>
    </>
  );
}
