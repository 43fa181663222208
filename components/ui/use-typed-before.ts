'use client';

import { type Ref, type RefCallback, useCallback, useEffect, useRef } from 'react';

type TextControl = HTMLInputElement | HTMLTextAreaElement;

/**
 * A ref for a text control of a page that the server rendered: what somebody typed before the page came alive counts. React leaves such a
 * text where it is and tells nobody, so that the form would take the field for empty while it shows what was typed. Passes `given` on.
 */
export function useTypedBefore<T extends TextControl>(given: Ref<T> | undefined): RefCallback<T> {
  const control = useRef<T>(null);
  useEffect(() => {
    if (control.current) tellWhatWasTyped(control.current);
  }, []);
  return useCallback(
    (node: T | null) => {
      control.current = node;
      if (typeof given === 'function') return given(node);
      if (given) given.current = node;
    },
    [given],
  );
}

function tellWhatWasTyped(node: TextControl): void {
  const typed = node.value;
  if (typed === asRendered(node)) return;
  // React watches the node's own setter, and hears of a change when the value differs from what went through it last.
  node.value = node.defaultValue;
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(node), 'value')?.set?.call(node, typed);
  node.dispatchEvent(new Event('input', { bubbles: true }));
}

/** The value that the control has when nobody touches it: browsers bring line ends, and numbers that are none, into shape. */
function asRendered(node: TextControl): string {
  const fresh = document.createElement(node.tagName) as TextControl;
  if (fresh instanceof HTMLInputElement) fresh.type = node.type;
  fresh.value = node.defaultValue;
  return fresh.value;
}
