'use client';

import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { Kbd } from './kbd';

/**
 * Tips without a component for each: any element, also one rendered on the server, says `data-tip="text"` (lines
 * broken by \n) and optionally `data-tip-keys="g t"` and `data-tip-side="right"`. This one layer shows it on hover and
 * on keyboard focus, describes the element with it for screen readers, and hides it on Escape.
 */
type Tip = { anchor: HTMLElement; text: string; keys: string | undefined; side: string | undefined };

const openDelay = 350;
/** After one tip was shown, the next neighbour shows its own at once. */
const warmFor = 400;

export function TooltipLayer() {
  const [tip, setTip] = useState<Tip | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const id = useId();

  // The outside system: pointer and focus events of the whole document.
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let current: HTMLElement | null = null;
    let hiddenAt = 0;

    const hide = () => {
      clearTimeout(timer);
      if (current) hiddenAt = Date.now();
      current = null;
      setTip(null);
    };
    const show = (anchor: HTMLElement) => {
      current = anchor;
      const { tip: text, tipKeys, tipSide } = anchor.dataset;
      if (text) setTip({ anchor, text, keys: tipKeys, side: tipSide });
    };
    const anchorOf = (target: EventTarget | null) =>
      target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;

    const over = (event: PointerEvent) => {
      if (event.pointerType === 'touch') return;
      const anchor = anchorOf(event.target);
      if (anchor === current) return;
      clearTimeout(timer);
      if (!anchor) {
        if (current) hide();
        return;
      }
      if (current || Date.now() - hiddenAt < warmFor) show(anchor);
      else timer = setTimeout(() => show(anchor), openDelay);
    };
    const focus = (event: FocusEvent) => {
      const anchor = anchorOf(event.target);
      if (anchor && anchor === event.target && anchor.matches(':focus-visible')) show(anchor);
    };
    const key = (event: KeyboardEvent) => {
      if (event.key === 'Escape' || event.key === 'Enter') hide();
    };

    document.addEventListener('pointerover', over);
    document.addEventListener('pointerdown', hide);
    document.addEventListener('focusin', focus);
    document.addEventListener('focusout', hide);
    document.addEventListener('keydown', key);
    document.addEventListener('scroll', hide, { capture: true, passive: true });
    return () => {
      clearTimeout(timer);
      document.removeEventListener('pointerover', over);
      document.removeEventListener('pointerdown', hide);
      document.removeEventListener('focusin', focus);
      document.removeEventListener('focusout', hide);
      document.removeEventListener('keydown', key);
      document.removeEventListener('scroll', hide, { capture: true });
    };
  }, []);

  // Placed after it is laid out, when its size is known, and before it is painted.
  useLayoutEffect(() => {
    if (!tip || !box.current) return;
    const anchor = tip.anchor.getBoundingClientRect();
    const own = box.current.getBoundingClientRect();
    const { left, top } = place(anchor, own, tip.side, window.innerWidth, window.innerHeight);
    box.current.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
    box.current.style.visibility = 'visible';
    const described = tip.anchor.getAttribute('aria-label') !== tip.text;
    if (described) tip.anchor.setAttribute('aria-describedby', id);
    return () => {
      if (described) tip.anchor.removeAttribute('aria-describedby');
    };
  }, [tip, id]);

  if (!tip) return null;
  return (
    <div
      ref={box}
      id={id}
      role="tooltip"
      style={{ visibility: 'hidden' }}
      className="pointer-events-none fixed top-0 left-0 z-tip flex max-w-80 items-center gap-2 rounded border border-line-strong bg-surface-1 px-2 py-1 text-xs text-fg shadow-overlay"
    >
      <span className="nums whitespace-pre-line">{tip.text}</span>
      {tip.keys && <Kbd keys={tip.keys} />}
    </div>
  );
}

type Box = Pick<DOMRect, 'left' | 'top' | 'right' | 'bottom' | 'width' | 'height'>;

/** Below the anchor, above when there is no room, or beside it; always inside the window. */
function place(
  anchor: Box,
  own: Pick<DOMRect, 'width' | 'height'>,
  side: string | undefined,
  width: number,
  height: number,
) {
  const gap = 6;
  const margin = 4;
  let left = anchor.left + anchor.width / 2 - own.width / 2;
  let top = anchor.bottom + gap;
  if (side === 'right') {
    left = anchor.right + gap;
    top = anchor.top + anchor.height / 2 - own.height / 2;
  } else if (side === 'top' || top + own.height > height - margin) {
    const above = anchor.top - gap - own.height;
    if (above >= margin) top = above;
  }
  return {
    left: Math.max(margin, Math.min(left, width - own.width - margin)),
    top: Math.max(margin, Math.min(top, height - own.height - margin)),
  };
}
