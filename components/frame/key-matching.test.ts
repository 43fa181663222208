import { describe, expect, test } from 'vitest';
import { chordOf, type KeyMap, matchStroke } from './key-matching';

const press = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('a key press', () => {
  test.each([
    [press('j'), 'j'],
    [press('J', { shiftKey: true }), 'shift+j'],
    [press('?', { shiftKey: true }), '?'],
    [press('k', { metaKey: true }), 'mod+k'],
    [press('k', { ctrlKey: true }), 'mod+k'],
    [press('Enter', { shiftKey: true }), 'shift+enter'],
    [press('ArrowDown'), 'down'],
    [press('/', { altKey: true }), '/'],
    [press('Shift', { shiftKey: true }), null],
  ])('%o is the stroke %s', (event, stroke) => {
    expect(chordOf(event)).toBe(stroke);
  });
});

describe('bound keys', () => {
  const run = () => {};
  const keys: KeyMap = {
    j: { run },
    'g t': { run },
    'mod+k': { run, inInputs: true },
    escape: { run, inInputs: true, inModals: true },
  };
  const free = { typing: false, modal: false };

  test('a single key runs at once', () => {
    expect(matchStroke(keys, null, 'j', free)).toBe(keys.j);
  });

  test('a sequence waits for its second key', () => {
    expect(matchStroke(keys, null, 'g', free)).toBe('pending');
    expect(matchStroke(keys, 'g', 't', free)).toBe(keys['g t']);
    expect(matchStroke(keys, 'g', 'x', free)).toBeNull();
  });

  test('typing in a field reaches only what says so', () => {
    const typing = { typing: true, modal: false };
    expect(matchStroke(keys, null, 'j', typing)).toBeNull();
    expect(matchStroke(keys, null, 'g', typing)).toBeNull();
    expect(matchStroke(keys, null, 'mod+k', typing)).toBe(keys['mod+k']);
  });

  test('an open dialog keeps the keys of the page under it quiet', () => {
    const modal = { typing: false, modal: true };
    expect(matchStroke(keys, null, 'j', modal)).toBeNull();
    expect(matchStroke(keys, null, 'escape', modal)).toBe(keys.escape);
  });

  test('a key called like a property of every object is not bound', () => {
    expect(matchStroke(keys, null, 'constructor', free)).toBeNull();
  });
});
