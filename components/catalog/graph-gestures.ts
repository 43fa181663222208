'use client';

import { type PointerEvent, useEffect, useRef } from 'react';

/** How a drawing that is larger than its box is moved and zoomed by hand. */

/** With Ctrl or ⌘ the wheel zooms, which a browser would do to the whole page. */
export function useZoomWheel(box: { current: HTMLElement | null }, zoomBy: (by: 1 | -1) => void) {
  const latest = useRef(zoomBy);
  useEffect(() => {
    latest.current = zoomBy;
  });
  useEffect(() => {
    const place = box.current;
    if (!place) return;
    let turned = 0;
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      turned += event.deltaY;
      if (Math.abs(turned) < 40) return;
      latest.current(turned < 0 ? 1 : -1);
      turned = 0;
    };
    place.addEventListener('wheel', wheel, { passive: false });
    return () => place.removeEventListener('wheel', wheel);
  }, [box]);
}

/** Dragging the ground moves what is seen; fingers scroll by themselves. */
export function useDrag(box: { current: HTMLElement | null }) {
  const start = useRef<{ x: number; y: number; left: number; top: number } | null>(null);
  return {
    onPointerDown: (event: PointerEvent) => {
      const place = box.current;
      if (!place || event.pointerType === 'touch' || event.button !== 0) return;
      if ((event.target as Element).closest('a')) return;
      start.current = { x: event.clientX, y: event.clientY, left: place.scrollLeft, top: place.scrollTop };
      place.setPointerCapture(event.pointerId);
      place.dataset.dragging = '';
    },
    onPointerMove: (event: PointerEvent) => {
      const place = box.current;
      if (!place || !start.current) return;
      place.scrollLeft = start.current.left - (event.clientX - start.current.x);
      place.scrollTop = start.current.top - (event.clientY - start.current.y);
    },
    onPointerUp: () => {
      start.current = null;
      delete box.current?.dataset.dragging;
    },
  };
}
