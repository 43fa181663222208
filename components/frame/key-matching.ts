/** How a key press is compared with what is bound. Pure; the registry around it is in `keys.tsx`. */

import type { Permission } from '@/lib/people/may';

export type KeyBinding = {
  /** What it does, for the list of keys. Without one it is not listed. */
  label?: string;
  run: (event: KeyboardEvent) => void;
  /** Works while someone types in a field, too (chords and Escape). */
  inInputs?: boolean;
  /** Works while a dialog or a menu is open, too. */
  inModals?: boolean;
  /** Not for everybody: see permitted.ts. */
  permission?: Permission;
};

/** Keys → what they do. Names: `j`, `?`, `/`, `enter`, `escape`, `up`, `mod+k`, `shift+enter`, `g t`. */
export type KeyMap = Record<string, KeyBinding>;

/** One press, written like the names in a {@link KeyMap}. */
export type Stroke = string;

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

const names: Record<string, string> = {
  Enter: 'enter',
  Escape: 'escape',
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Home: 'home',
  End: 'end',
  PageUp: 'pageup',
  PageDown: 'pagedown',
  Backspace: 'backspace',
  Delete: 'delete',
  ' ': 'space',
};

/** The stroke a press is, or null for a modifier on its own. Shift counts only where it does not change the letter. */
export function chordOf(event: Press): Stroke | null {
  if (['Shift', 'Control', 'Meta', 'Alt', 'AltGraph', 'Dead'].includes(event.key)) return null;
  const named = names[event.key];
  const key = named ?? event.key.toLowerCase();
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push('mod');
  // AltGr is how some keyboards type "/" or "[": Alt with a printable key is that character.
  if (event.altKey && (named || key.length > 1)) parts.push('alt');
  if (event.shiftKey && (named || /^[a-z]$/.test(key))) parts.push('shift');
  parts.push(key);
  return parts.join('+');
}

/**
 * What a stroke means in a map: a binding, `pending` when it may be the first of a sequence, or null. `before` is the
 * stroke pressed just before, if it started a sequence.
 */
export function matchStroke(
  keys: KeyMap,
  before: Stroke | null,
  stroke: Stroke,
  context: { typing: boolean; modal: boolean },
): KeyBinding | 'pending' | null {
  const allowed = (binding: KeyBinding | undefined) =>
    binding && (!context.typing || binding.inInputs) && (!context.modal || binding.inModals) ? binding : null;
  if (before) {
    const sequence = allowed(own(keys, `${before} ${stroke}`));
    if (sequence) return sequence;
  }
  const single = allowed(own(keys, stroke));
  if (single) return single;
  const starts = Object.keys(keys).some((name) => name.startsWith(`${stroke} `) && allowed(keys[name]));
  return starts ? 'pending' : null;
}

function own(keys: KeyMap, name: string): KeyBinding | undefined {
  return Object.hasOwn(keys, name) ? keys[name] : undefined;
}
