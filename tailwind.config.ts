import type { Config } from 'tailwindcss';

/**
 * Tailwind's vocabulary is the tokens of `app/tokens.css` and nothing else: the default palette is replaced, so a
 * colour that is not a token cannot be written by accident.
 */
const config: Config = {
  theme: {
    colors: {
      transparent: 'transparent',
      current: 'currentColor',
      surface: {
        0: 'var(--surface-0)',
        1: 'var(--surface-1)',
        2: 'var(--surface-2)',
        3: 'var(--surface-3)',
      },
      line: { DEFAULT: 'var(--border)', strong: 'var(--border-strong)', control: 'var(--border-control)' },
      fg: {
        DEFAULT: 'var(--fg)',
        muted: 'var(--fg-muted)',
        subtle: 'var(--fg-subtle)',
        inverse: 'var(--fg-inverse)',
      },
      accent: {
        DEFAULT: 'var(--accent)',
        hover: 'var(--accent-hover)',
        fg: 'var(--accent-fg)',
        bg: 'var(--accent-bg)',
        border: 'var(--accent-border)',
        on: 'var(--on-accent)',
      },
      // Set by the nearest [data-phase].
      phase: {
        fg: 'var(--phase-fg)',
        bg: 'var(--phase-bg)',
        border: 'var(--phase-border)',
        solid: 'var(--phase-solid)',
        on: 'var(--phase-on)',
      },
      danger: {
        DEFAULT: 'var(--failed-solid)',
        fg: 'var(--failed-fg)',
        bg: 'var(--failed-bg)',
        border: 'var(--failed-border)',
        on: 'var(--failed-on)',
      },
      scrim: 'var(--scrim)',
    },
    fontFamily: {
      sans: ['var(--font-sans)'],
      mono: ['var(--font-mono)'],
    },
    // rem throughout, so a reader's own font size is respected; 13 px is the base.
    fontSize: {
      '2xs': ['0.6875rem', { lineHeight: '1rem' }],
      xs: ['0.75rem', { lineHeight: '1.125rem' }],
      sm: ['0.8125rem', { lineHeight: '1.25rem' }],
      md: ['0.875rem', { lineHeight: '1.375rem' }],
      lg: ['1rem', { lineHeight: '1.5rem' }],
      xl: ['1.25rem', { lineHeight: '1.75rem', letterSpacing: '-0.011em' }],
      '2xl': ['1.5rem', { lineHeight: '2rem', letterSpacing: '-0.014em' }],
    },
    borderRadius: {
      none: '0',
      xs: '0.1875rem',
      sm: '0.25rem',
      DEFAULT: '0.375rem',
      md: '0.375rem',
      lg: '0.5rem',
      full: '9999px',
    },
    boxShadow: { none: 'none', overlay: 'var(--shadow-overlay)' },
    extend: {
      spacing: {
        row: 'var(--row-height)',
        control: 'var(--control-height)',
        'control-sm': 'var(--control-height-sm)',
        lane: 'var(--lane-height)',
        'cell-x': 'var(--cell-x)',
        'cell-y': 'var(--cell-y)',
        panel: 'var(--panel-pad)',
        stack: 'var(--stack)',
        bar: 'var(--bar-height)',
        rail: 'var(--rail-width)',
        'rail-collapsed': 'var(--rail-width-collapsed)',
      },
      zIndex: { rail: '20', bar: '30', side: '40', overlay: '50', tip: '60', toast: '70' },
    },
  },
};

export default config;
