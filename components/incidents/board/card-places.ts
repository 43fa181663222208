/** Where cards are on the board as it is drawn: what is next to what, and what is in sight. */

export function cardOf(board: HTMLElement | null, number: number): HTMLElement | null {
  return board?.querySelector<HTMLElement>(`[data-card="${number}"]`) ?? null;
}

const inSight = (element: HTMLElement) => element.offsetParent !== null;

/** The link of a card that is in sight. */
export function cardLink(board: HTMLElement | null, number: number): HTMLElement | null {
  const link = cardOf(board, number)?.querySelector<HTMLElement>('h3 a') ?? null;
  return link && inSight(link) ? link : null;
}

const cardsIn = (place: HTMLElement) => [...place.querySelectorAll<HTMLElement>('[data-card]')];

/** All cards in sight, column after column. */
export function visibleCards(board: HTMLElement | null): HTMLElement[] {
  return board ? cardsIn(board).filter(inSight) : [];
}

/** The card beside a card: above and below in its column, to the sides in the next column that has any, about as high. */
export function neighbour(card: HTMLElement, way: 'up' | 'down' | 'left' | 'right'): HTMLElement | null {
  const column = card.closest<HTMLElement>('[data-column]');
  const board = card.closest<HTMLElement>('[data-board]');
  if (!column || !board) return null;
  if (way === 'up' || way === 'down') {
    const cards = cardsIn(column);
    return cards[cards.indexOf(card) + (way === 'down' ? 1 : -1)] ?? null;
  }
  const columns = [...board.querySelectorAll<HTMLElement>('[data-column]')];
  const by = way === 'right' ? 1 : -1;
  const { top } = card.getBoundingClientRect();
  for (let index = columns.indexOf(column) + by; columns[index]; index += by) {
    const cards = cardsIn(columns[index] as HTMLElement).filter(inSight);
    const near = (one: HTMLElement) => Math.abs(one.getBoundingClientRect().top - top);
    const [first, ...rest] = cards;
    if (first) return rest.reduce((best, one) => (near(one) < near(best) ? one : best), first);
  }
  return null;
}
