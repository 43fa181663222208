/** Colours of the delivery charts. */
export const deliveryColours = {
  fine: 'var(--accent)',
  failed: 'var(--failed-solid)',
  lead: 'var(--accent)',
  recovery: 'var(--planned-solid)',
} as const;
