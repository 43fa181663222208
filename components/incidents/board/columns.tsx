'use client';

import { useQueryClient } from '@tanstack/react-query';
import { type FocusEvent, type KeyboardEvent, type MouseEvent, useRef, useState } from 'react';
import { useKeys } from '@/components/frame/keys';
import { announce } from '@/components/frame/live-region';
import { usePermissions } from '@/components/frame/permissions';
import { useUrlState } from '@/components/frame/use-url-state';
import { SegmentedControl } from '@/components/ui/segmented-control';
import type { IncidentWire } from '@/lib/incidents/schemas';
import { incidentStatuses } from '@/lib/incidents/vocabulary';
import { AssignDialog } from './assign-dialog';
import type { BoardState } from './board-url';
import { carryHint } from './card';
import { cardLink, cardOf, neighbour, visibleCards } from './card-places';
import { CarryHelp, type Held } from './carry-help';
import { ClosedNote } from './closed-note';
import { Column, ColumnCount } from './column';
import { findCard, placeCard, refreshBoard } from './mutations';
import { useCardActions } from './use-card-actions';
import { useCardDrag } from './use-card-drag';
import { incidentStatusLabel } from './words';

/** The board: four columns, or one of them where only one fits. Cards move by pointer, by keyboard and by their menu. */
export function Columns({ state, fresh }: { state: BoardState; fresh: ReadonlySet<number> }) {
  const client = useQueryClient();
  const { may } = usePermissions();
  const { setUrl } = useUrlState();
  const { columns } = state;
  const board = useRef<HTMLDivElement>(null);
  const [menuFor, setMenuFor] = useState<number | null>(null);
  const [assigning, setAssigning] = useState<IncidentWire | null>(null);
  const [held, setHeld] = useState<Held | null>(null);
  /** The card that had the focus last, and the one to give it to once it is in its new place. */
  const last = useRef<number | null>(null);
  const refocus = useRef<{ number: number; instead: number | null } | null>(null);

  const { actions, move, acknowledge, mayChange } = useCardActions({
    columns,
    askAssignee: setAssigning,
    menu: setMenuFor,
    // Before the card goes: where the focus goes with it, or to if it cannot follow.
    onMove: (number) => {
      const card = cardOf(board.current, number);
      const instead = card && (neighbour(card, 'down') ?? neighbour(card, 'up'));
      refocus.current = { number, instead: instead ? Number(instead.dataset.card) : null };
    },
    inSight: (number) => cardLink(board.current, number) !== null,
  });

  useCardDrag(
    board,
    (card, column) => {
      const incident = findCard(client, columns, Number(card));
      const to = incidentStatuses.find((status) => status === column);
      if (incident && to) move(incident, to);
    },
    (card) => {
      const incident = findCard(client, columns, Number(card));
      return incident !== undefined && mayChange(incident);
    },
  );

  const focus = (number: number | null) => {
    if (number === null) return;
    const link = cardLink(board.current, number);
    link?.focus();
    link?.closest('[data-card]')?.scrollIntoView({ block: 'nearest' });
  };
  const cardsShown = () => {
    const wanted = refocus.current;
    if (!wanted) return;
    // Somebody has gone elsewhere meanwhile.
    if (document.activeElement && document.activeElement !== document.body) {
      if (cardOf(board.current, wanted.number)?.contains(document.activeElement)) return;
      refocus.current = null;
      return;
    }
    const link = cardLink(board.current, wanted.number);
    if (link) focus(wanted.number);
    else focus(wanted.instead);
    if (link || wanted.instead !== null) refocus.current = null;
  };

  const current = (): number | null => {
    const card = document.activeElement?.closest<HTMLElement>('[data-card]');
    return card ? Number(card.dataset.card) : last.current;
  };
  const withCurrent = (run: (incident: IncidentWire) => void) => () => {
    const number = current();
    const incident = number === null ? undefined : findCard(client, columns, number);
    if (incident) run(incident);
  };
  const step = (by: 1 | -1) => {
    const cards = visibleCards(board.current);
    const index = cards.findIndex((card) => Number(card.dataset.card) === current());
    const next = cards[index < 0 ? (by > 0 ? 0 : cards.length - 1) : index + by];
    if (next) focus(Number(next.dataset.card));
  };
  useKeys('Incidents', {
    j: { label: 'Next card', run: () => step(1) },
    k: { label: 'Previous card', run: () => step(-1) },
    m: {
      label: 'Move or assign the card',
      permission: may('incidents:write'),
      run: withCurrent(({ number }) => setMenuFor(number)),
    },
    a: { label: 'Acknowledge', permission: may('incidents:write'), run: withCurrent(acknowledge) },
  });

  const carry = (press: KeyboardEvent, now: Held) => {
    const at = incidentStatuses.indexOf(now.to);
    const aim = (by: 1 | -1) => {
      const to = incidentStatuses[at + by];
      if (!to) return;
      setHeld({ ...now, to });
      announce(incidentStatusLabel[to]);
    };
    if (press.key === 'ArrowRight' || press.key === 'ArrowDown') aim(1);
    else if (press.key === 'ArrowLeft' || press.key === 'ArrowUp') aim(-1);
    else if (press.key === ' ' || press.key === 'Enter') {
      setHeld(null);
      const incident = findCard(client, columns, now.number);
      if (!incident) return;
      if (now.to === incident.status) announce('Put back');
      else move(incident, now.to);
    } else if (press.key === 'Escape') {
      setHeld(null);
      announce('Put back');
    } else return;
    press.preventDefault();
  };
  const onKeyDown = (press: KeyboardEvent<HTMLDivElement>) => {
    const target = press.target as HTMLElement;
    const card = target.closest<HTMLElement>('[data-card]');
    if (!card || !board.current?.contains(target) || target.closest('button')) return;
    if (press.metaKey || press.ctrlKey || press.altKey || press.shiftKey) return;
    if (held) {
      carry(press, held);
      return;
    }
    if (press.key === ' ') {
      press.preventDefault();
      const incident = findCard(client, columns, Number(card.dataset.card));
      if (!incident || !mayChange(incident)) return;
      setHeld({ number: incident.number, to: incident.status });
      announce(
        `Picked up incident ${incident.number}. Left and right choose a column, space puts it there, escape puts it back.`,
      );
      return;
    }
    const way = ways[press.key];
    if (!way) return;
    press.preventDefault();
    const next = neighbour(card, way);
    if (next) focus(Number(next.dataset.card));
  };
  const onFocus = (event: FocusEvent<HTMLDivElement>) => {
    const card = (event.target as HTMLElement).closest<HTMLElement>('[data-card]');
    if (card && board.current?.contains(card)) last.current = Number(card.dataset.card);
  };
  const onBlur = (event: FocusEvent<HTMLDivElement>) => {
    if (held && !cardOf(board.current, held.number)?.contains(event.relatedTarget)) setHeld(null);
  };
  // What lies over a card's link, to have tips of its own, leads there too.
  const onClick = (click: MouseEvent<HTMLDivElement>) => {
    const target = click.target as HTMLElement;
    const card = target.closest<HTMLElement>('[data-card]');
    if (!card || !board.current?.contains(card) || target.closest('a, button')) return;
    if (window.getSelection()?.toString()) return;
    const { metaKey, ctrlKey, shiftKey } = click;
    card
      .querySelector('a')
      ?.dispatchEvent(
        new globalThis.MouseEvent('click', { bubbles: true, cancelable: true, metaKey, ctrlKey, shiftKey }),
      );
  };

  return (
    <>
      <div
        className="sticky top-bar z-2 border-b border-line bg-surface-0 px-2 py-2 @4xl:hidden"
        data-print="hide"
      >
        <SegmentedControl
          label="Column"
          value={state.column}
          wide
          className="*:h-auto *:min-w-0 *:flex-auto *:px-1 *:py-0.5 pointer-coarse:*:min-h-10"
          onChange={(column) => setUrl({ column: column === 'open' ? null : column }, 'replace')}
          options={incidentStatuses.map((status) => ({
            value: status,
            label: (
              <span className="flex min-w-0 flex-col items-center gap-x-1.5 @md:flex-row">
                <span className="text-xs @md:text-sm">{incidentStatusLabel[status]}</span>
                <ColumnCount query={columns[status]} />
              </span>
            ),
          }))}
        />
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: keys and clicks belong to the cards and their links inside */}
      <div
        ref={board}
        data-board
        onKeyDown={onKeyDown}
        onFocus={onFocus}
        onBlur={onBlur}
        onClick={onClick}
        className="grid flex-1 @4xl:grid-cols-4 print:grid-cols-2"
      >
        <span id={carryHint} className="sr-only">
          Space picks it up to carry it to another column, M opens its menu.
        </span>
        {incidentStatuses.map((status) => (
          <Column
            key={status}
            status={status}
            query={columns[status]}
            chosen={state.column === status}
            target={held?.to === status && findCard(client, columns, held.number)?.status !== status}
            fresh={fresh}
            held={held?.number ?? null}
            menuFor={menuFor}
            actions={actions}
            note={status === 'closed' ? <ClosedNote cut={state.closedCut} /> : undefined}
            onCards={cardsShown}
          />
        ))}
      </div>
      {held && <CarryHelp held={held} />}
      {assigning && (
        <AssignDialog
          incident={assigning}
          onClose={() => setAssigning(null)}
          onAssigned={(answer) => {
            placeCard(client, columns, answer);
            refreshBoard(client);
          }}
        />
      )}
    </>
  );
}

const ways: Readonly<Record<string, 'up' | 'down' | 'left' | 'right' | undefined>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};
