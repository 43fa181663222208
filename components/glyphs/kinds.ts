import type { EventKind } from '@/lib/events/vocabulary';

/**
 * The eight shapes, each one closed path in a box of 16 × 16 to be filled with the even-odd rule. Data rather than
 * components, so that a chart or a canvas (`new Path2D(d)`) draws the same.
 */
export const kindPaths: Record<EventKind, string> = {
  // An arrow going up: shipped.
  deployment: 'M8 1.25 14.5 8.5H10.75V14.75H5.25V8.5H1.5Z',
  // A nut.
  operation: 'M4.6 1.75H11.4L15 8 11.4 14.25H4.6L1 8ZM8 5.25A2.75 2.75 0 1 0 8 10.75 2.75 2.75 0 1 0 8 5.25Z',
  // Two squares that should lie on each other, and do not.
  drift: 'M1 1H10V4.5H15V15H5.5V10H1ZM6.75 5.75V8.75H8.75V5.75ZM10 6V10H6.75V13.5H13.5V6Z',
  // A diamond with a call.
  incident: 'M8 .5 15.5 8 8 15.5 .5 8ZM7.1 4V8.9H8.9V4ZM7.1 10.2V12H8.9V10.2Z',
  // A robot's head.
  rpa_usage:
    'M7.25 .75H8.75V3.5H12.5A2 2 0 0 1 14.5 5.5V12.5A2 2 0 0 1 12.5 14.5H3.5A2 2 0 0 1 1.5 12.5V5.5A2 2 0 0 1 3.5 3.5H7.25ZM4.25 6.75V9.25H6.75V6.75ZM9.25 6.75V9.25H11.75V6.75ZM5 11.25V12.5H11V11.25Z',
  // Bricks, one on two.
  build: 'M4.5 2H11.5V7.25H4.5ZM1 8.75H7.25V14H1ZM8.75 8.75H15V14H8.75Z',
  // A beat on a line.
  signal: 'M0 7.1H3.4L5.6 1.6H7.1L10 11.2 11.4 7.1H16V8.9H12.7L10.8 14.4H9.2L6.3 4.9 4.7 8.9H0Z',
  // Two machines in a rack.
  infra:
    'M1 2.5H15V7.25H1ZM3 4.1V5.65H4.75V4.1ZM6 4.4V5.35H13V4.4ZM1 8.75H15V13.5H1ZM3 10.35V11.9H4.75V10.35ZM6 10.65V11.6H13V10.65Z',
};

/**
 * The same shapes drawn with a line of 1.25, for what is only planned. Where the filled path is too fine to be outlined,
 * a simpler one; every path is closed or, for the signal, a line that must not be filled.
 */
export const kindOutlines: Record<EventKind, string> = {
  deployment: 'M8 1.75 13.75 8.25H10.5V14.25H5.5V8.25H2.25Z',
  operation:
    'M4.8 2.25H11.2L14.5 8 11.2 13.75H4.8L1.5 8ZM8 5.75A2.25 2.25 0 1 0 8 10.25 2.25 2.25 0 1 0 8 5.75Z',
  drift: 'M1.5 1.5H9.5V9.5H1.5ZM9.5 6.5H14.5V14.5H6.5V9.5H9.5Z',
  incident: 'M8 1.25 14.75 8 8 14.75 1.25 8ZM8 5V8.75M8 10.5V11.25',
  rpa_usage:
    'M8 1V4M3.5 4H12.5A1.5 1.5 0 0 1 14 5.5V12.5A1.5 1.5 0 0 1 12.5 14H3.5A1.5 1.5 0 0 1 2 12.5V5.5A1.5 1.5 0 0 1 3.5 4ZM5.5 7.5V9.5M10.5 7.5V9.5',
  build: 'M5 2.5H11V7H5ZM1.5 9H7V13.5H1.5ZM9 9H14.5V13.5H9Z',
  signal: 'M.75 8H4L6.4 2.5 9.8 13.5 12 8H15.25',
  infra: 'M1.5 3H14.5V7H1.5ZM1.5 9H14.5V13H1.5ZM4 5H4.5M4 11H4.5',
};

export const kindLabel: Record<EventKind, string> = {
  deployment: 'Deployment',
  operation: 'Operation',
  drift: 'Drift',
  incident: 'Incident',
  rpa_usage: 'RPA run',
  build: 'Build',
  signal: 'Signal',
  infra: 'Infrastructure',
};

/** More than one of a kind, for headings and counts. */
export const kindLabelMany: Record<EventKind, string> = {
  deployment: 'Deployments',
  operation: 'Operations',
  drift: 'Drifts',
  incident: 'Incidents',
  rpa_usage: 'RPA runs',
  build: 'Builds',
  signal: 'Signals',
  infra: 'Infrastructure',
};
