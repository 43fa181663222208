'use client';

import { type RefObject, useEffect, useRef } from 'react';

/** How far a pointer goes before it is a drag and no click. Pixels. */
const slack = 5;
/** The strip at the edge of the window in which a drag scrolls the page, and how fast. Pixels, pixels a frame. */
const edge = 56;
const speed = 14;

/**
 * Drags cards (`data-card`) to columns (`data-column`) inside of `board` with a mouse or a pen. A finger scrolls: on a touch screen the
 * menu moves a card. Marks are attributes that no render touches, so that a gesture renders nothing: `data-dragged` on the card,
 * `data-over` on the column.
 */
export function useCardDrag(
  board: RefObject<HTMLElement | null>,
  onDrop: (card: string, column: string) => void,
  /** Asked when a card is about to be lifted; it says why not. */
  mayLift: (card: string) => boolean,
) {
  const latest = useRef({ onDrop, mayLift });
  useEffect(() => {
    latest.current = { onDrop, mayLift };
  });

  // The outside system: the pointer.
  useEffect(() => {
    const root = board.current;
    if (!root) return;
    let stop: ((drop: boolean) => void) | null = null;

    const press = (down: PointerEvent) => {
      if (down.pointerType === 'touch' || down.button !== 0 || !(down.target instanceof Element)) return;
      const card = down.target.closest<HTMLElement>('[data-card]');
      if (!card || down.target.closest('button')) return;
      stop?.(false);
      stop = follow(
        root,
        card,
        down,
        (column) => latest.current.onDrop(card.dataset.card ?? '', column),
        () => latest.current.mayLift(card.dataset.card ?? ''),
        () => {
          stop = null;
        },
      );
    };
    // A link would be dragged as an address.
    const native = (event: DragEvent) => event.preventDefault();
    root.addEventListener('pointerdown', press);
    root.addEventListener('dragstart', native);
    return () => {
      stop?.(false);
      root.removeEventListener('pointerdown', press);
      root.removeEventListener('dragstart', native);
    };
  }, [board]);
}

/** One gesture from press to release. Returns how it is ended from outside. */
function follow(
  root: HTMLElement,
  card: HTMLElement,
  down: PointerEvent,
  onDrop: (column: string) => void,
  mayLift: () => boolean,
  onEnd: () => void,
): (drop: boolean) => void {
  const home = card.closest<HTMLElement>('[data-column]');
  const box = card.getBoundingClientRect();
  let ghost: HTMLElement | null = null;
  let over: HTMLElement | null = null;
  let at = { x: down.clientX, y: down.clientY };
  let frame = 0;

  const lift = () => {
    ghost = card.cloneNode(true) as HTMLElement;
    ghost.removeAttribute('data-card');
    ghost.setAttribute('aria-hidden', 'true');
    ghost.inert = true;
    ghost.dataset.ghost = 'true';
    Object.assign(ghost.style, {
      position: 'fixed',
      left: `${box.left}px`,
      top: `${box.top}px`,
      width: `${box.width}px`,
      height: `${box.height}px`,
      pointerEvents: 'none',
      zIndex: 'var(--z-overlay, 50)',
    });
    document.body.append(ghost);
    card.dataset.dragged = 'true';
    document.body.style.cursor = 'grabbing';
    document.body.style.userSelect = 'none';
    frame = requestAnimationFrame(step);
  };
  const aim = () => {
    const column =
      document.elementFromPoint(at.x, at.y)?.closest<HTMLElement>('[data-column]') ??
      [...root.querySelectorAll<HTMLElement>('[data-column]')].find((one) => {
        const { left, right } = one.getBoundingClientRect();
        return at.x >= left && at.x <= right;
      }) ??
      null;
    const target = column === home ? null : column;
    if (target === over) return;
    over?.removeAttribute('data-over');
    target?.setAttribute('data-over', 'true');
    over = target;
  };
  const step = () => {
    if (!ghost) return;
    const { innerHeight } = window;
    if (at.y < edge) window.scrollBy(0, -speed);
    else if (at.y > innerHeight - edge) window.scrollBy(0, speed);
    ghost.style.transform = `translate(${at.x - down.clientX}px, ${at.y - down.clientY}px) rotate(1deg)`;
    aim();
    frame = requestAnimationFrame(step);
  };
  const move = (event: PointerEvent) => {
    at = { x: event.clientX, y: event.clientY };
    if (ghost) return;
    if (Math.hypot(at.x - down.clientX, at.y - down.clientY) <= slack) return;
    if (mayLift()) lift();
    else stop(false);
  };
  const stop = (drop: boolean) => {
    if (ghost) aim();
    const target = drop && ghost ? over?.dataset.column : undefined;
    cancelAnimationFrame(frame);
    document.removeEventListener('pointermove', move);
    document.removeEventListener('pointerup', up);
    document.removeEventListener('pointercancel', cancel);
    document.removeEventListener('keydown', key, true);
    over?.removeAttribute('data-over');
    card.removeAttribute('data-dragged');
    if (ghost) {
      ghost.remove();
      document.body.style.cursor = '';
      document.body.style.userSelect = '';
      // The release would otherwise count as a click on the card's link.
      const swallow = (click: MouseEvent) => {
        click.preventDefault();
        click.stopPropagation();
      };
      document.addEventListener('click', swallow, { capture: true, once: true });
      setTimeout(() => document.removeEventListener('click', swallow, true));
    }
    ghost = null;
    onEnd();
    if (target) onDrop(target);
  };
  const up = (event: PointerEvent) => {
    at = { x: event.clientX, y: event.clientY };
    stop(true);
  };
  const cancel = () => stop(false);
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !ghost) return;
    event.preventDefault();
    event.stopPropagation();
    stop(false);
  };
  document.addEventListener('pointermove', move);
  document.addEventListener('pointerup', up);
  document.addEventListener('pointercancel', cancel);
  document.addEventListener('keydown', key, true);
  return stop;
}
