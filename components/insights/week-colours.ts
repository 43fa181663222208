/** Colours of the charts by week. From the axis up: the mildest first, the gravest on top. */
export const severityStack = [
  { severity: 'none', label: 'Not judged', colour: 'var(--border-strong)' },
  { severity: 'P5', label: 'P5', colour: 'var(--aborted-border)' },
  { severity: 'P4', label: 'P4', colour: 'var(--aborted-solid)' },
  { severity: 'P3', label: 'P3', colour: 'var(--running-solid)' },
  { severity: 'P2', label: 'P2', colour: 'var(--attention-solid)' },
  { severity: 'P1', label: 'P1', colour: 'var(--failed-solid)' },
] as const;

export const timeColours = { acknowledge: 'var(--accent)', resolve: 'var(--planned-solid)' } as const;
