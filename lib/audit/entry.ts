/** What the audit log says of one request. Client-safe. */

export const auditOutcomes = ['done', 'denied', 'failed'] as const;
export type AuditOutcome = (typeof auditOutcomes)[number];

/** Who asked for what, and how. */
export interface AuditAbout {
  requestId: string;
  callerKind: string;
  callerId: string;
  callerName: string;
  via: string;
  address: string;
  /** The id of the operation, or what else was done: `signIn`. */
  operation: string;
}

/** What it was about: each may be left out. */
export interface AuditDetails {
  /** `event:0199…`, `incident:17`, `token:0199…`. */
  subject?: string;
  before?: unknown;
  after?: unknown;
}

export interface AuditEntryInput extends AuditAbout, AuditDetails {
  outcome: AuditOutcome;
  /** A code: why it was denied or failed. */
  reason?: string;
  /** How many alike this entry stands for. */
  times?: number;
}

/** What a handler may say to the audit log about its request. */
export interface AuditTrail {
  readonly about: AuditAbout;
  /** Says what was changed; later words replace earlier ones. Secrets do not belong here. */
  note(details: AuditDetails): void;
  readonly noted: AuditDetails;
  /** Set by whoever has written the entry in the transaction of the change itself: nobody writes it again. */
  written: boolean;
}

/** The trail of one request. */
export function auditTrail(about: AuditAbout): AuditTrail {
  const noted: AuditDetails = {};
  return {
    about,
    noted,
    written: false,
    note: (details) => {
      Object.assign(noted, details);
    },
  };
}
