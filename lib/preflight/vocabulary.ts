/** The words of deployment rules and preflight. Client-safe: no imports. */

export const ruleKinds = ['window', 'order', 'concurrency', 'approval'] as const;
/** No-deploy windows, the order of environments with soak time, one deployment at a time, required approvals. */
export type RuleKind = (typeof ruleKinds)[number];

export const ruleModes = ['enabled', 'report_only', 'disabled'] as const;
/** Whether a broken rule stops a deployment, is only reported, or is not looked at. */
export type RuleMode = (typeof ruleModes)[number];

export const reasonCodes = [
  'CONCURRENT_DEPLOYMENT',
  'LOCK_HELD',
  'NO_DEPLOY_WINDOW',
  'FLOW_VIOLATION',
  'INSUFFICIENT_SOAK_TIME',
  'APPROVAL_REQUIRED',
  'OPEN_INCIDENT',
  'UPSTREAM_INCIDENT',
  'PLANNED_OVERLAP',
] as const;
/**
 * Why a deployment should not start, in the words that Versioner's clients know. In this order: the first that blocks is the one
 * that a blocked client is told. The last three only warn, and only who asks beforehand is told of them.
 */
export type ReasonCode = (typeof reasonCodes)[number];

/** What a blocked start is answered with. */
export const statusOfReason = {
  CONCURRENT_DEPLOYMENT: 409,
  LOCK_HELD: 423,
  NO_DEPLOY_WINDOW: 423,
  FLOW_VIOLATION: 428,
  INSUFFICIENT_SOAK_TIME: 428,
  APPROVAL_REQUIRED: 428,
} as const satisfies Partial<Record<ReasonCode, number>>;

export const verdicts = ['allow', 'warn', 'block'] as const;
export type Verdict = (typeof verdicts)[number];

export const weekdays = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
] as const;
export type Weekday = (typeof weekdays)[number];
