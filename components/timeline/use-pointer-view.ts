'use client';

import { type RefObject, useEffect, useRef, useState } from 'react';
import { between, momentAt, panned, type View, wheelFactor, widthOf, zoomed } from './view';

/** A stretch being marked with Shift and the pointer, as two moments. */
export type Marked = { from: number; to: number };

type Handlers = {
  view: View;
  preview: (view: View) => void;
  commit: (view: View, history?: 'push' | 'replace') => void;
};

const clickSlop = 4;

/**
 * Wheel, drag and pinch over the element. A plain wheel still scrolls the page: it zooms with Ctrl or ⌘ (which is also what a
 * pinch on a touch pad sends), or once the drawing has the focus. Sideways it pans. Dragging pans, with Shift it marks a stretch to zoom
 * into. One finger pans sideways, two zoom.
 */
export function usePointerView(area: RefObject<HTMLElement | null>, handlers: Handlers): Marked | null {
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  const [marked, setMarked] = useState<Marked | null>(null);

  // The outside system: the pointer. React's own wheel listener is passive and could not keep the page from zooming.
  useEffect(() => {
    const element = area.current;
    if (!element) return;
    let frame = 0;
    let wanted: View | null = null;
    const show = (view: View) => {
      wanted = view;
      if (frame) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        if (wanted) latest.current.preview(wanted);
        wanted = null;
      });
    };
    const current = () => wanted ?? latest.current.view;
    const placeOf = (clientX: number) => {
      const box = element.getBoundingClientRect();
      return (clientX - box.left) / Math.max(1, box.width);
    };

    const wheel = (event: WheelEvent) => {
      const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) || event.shiftKey;
      const pixels = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL;
      if (event.ctrlKey || event.metaKey || (!sideways && element.contains(document.activeElement))) {
        event.preventDefault();
        const view = current();
        show(zoomed(view, momentAt(view, placeOf(event.clientX)), wheelFactor(event.deltaY, pixels)));
      } else if (sideways) {
        event.preventDefault();
        const moved = event.deltaX || event.deltaY;
        show(panned(current(), (pixels ? moved : moved * 33) / element.clientWidth));
      }
    };

    const pointers = new Map<number, number>();
    let start: { view: View; x: number; mark: boolean; moved: boolean } | null = null;
    let pinch: { view: View; a: number; b: number } | null = null;

    const down = (event: PointerEvent) => {
      if (event.button !== 0 || (event.target as Element).closest('[data-handle]')) return;
      pointers.set(event.pointerId, event.clientX);
      const view = current();
      if (pointers.size === 2) {
        const [a, b] = [...pointers.values()] as [number, number];
        pinch = { view, a: momentAt(view, placeOf(a)), b: momentAt(view, placeOf(b)) };
        start = null;
      } else if (pointers.size === 1) {
        start = { view, x: event.clientX, mark: event.shiftKey, moved: false };
      }
    };
    const move = (event: PointerEvent) => {
      if (!pointers.has(event.pointerId)) return;
      pointers.set(event.pointerId, event.clientX);
      if (pinch && pointers.size === 2) {
        const [x, y] = [...pointers.values()].map(placeOf) as [number, number];
        // The moments under the two fingers stay under them.
        if (Math.abs(y - x) > 0.02) {
          const width = Math.abs((pinch.b - pinch.a) / (y - x));
          const from = pinch.a - x * width;
          show(between(from, from + width));
        }
        return;
      }
      if (!start) return;
      if (!start.moved) {
        if (Math.abs(event.clientX - start.x) < clickSlop) return;
        start.moved = true;
        element.setPointerCapture(event.pointerId);
        element.dataset.dragging = 'true';
        if (event.pointerType === 'mouse') element.focus({ preventScroll: true });
      }
      if (start.mark) {
        setMarked({
          from: momentAt(start.view, placeOf(start.x)),
          to: momentAt(start.view, placeOf(event.clientX)),
        });
      } else {
        show(panned(start.view, (start.x - event.clientX) / element.clientWidth));
      }
    };
    const up = (event: PointerEvent) => {
      const known = pointers.delete(event.pointerId);
      if (pinch) {
        if (pointers.size < 2) pinch = null;
        return;
      }
      if (!known || !start) return;
      const { view, x, mark, moved } = start;
      start = null;
      setMarked(null);
      if (!moved) return;
      delete element.dataset.dragging;
      // The click that ends a drag is not a click on what lies under it.
      window.addEventListener('click', swallow, { capture: true, once: true });
      setTimeout(() => window.removeEventListener('click', swallow, { capture: true }), 0);
      if (mark && event.type === 'pointerup') {
        const stretch = between(momentAt(view, placeOf(x)), momentAt(view, placeOf(event.clientX)));
        if (widthOf(stretch) > 0) latest.current.commit(stretch);
      }
    };

    element.addEventListener('wheel', wheel, { passive: false });
    element.addEventListener('pointerdown', down);
    element.addEventListener('pointermove', move);
    element.addEventListener('pointerup', up);
    element.addEventListener('pointercancel', up);
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener('wheel', wheel);
      element.removeEventListener('pointerdown', down);
      element.removeEventListener('pointermove', move);
      element.removeEventListener('pointerup', up);
      element.removeEventListener('pointercancel', up);
    };
  }, [area]);
  return marked;
}

function swallow(event: MouseEvent) {
  event.preventDefault();
  event.stopPropagation();
}
