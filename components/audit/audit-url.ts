import { auditFilters } from '@/lib/audit/filters';
import { rawQuery } from '@/lib/http/query';

/**
 * What the address of the audit page says, and the questions to the API that follow. The server and the browser read it with this one
 * function. Pure.
 *
 *     caller, kind, operation, outcome, subject, address, requestId, q, from, to      as the API has them
 */
const names = Object.keys(auditFilters.shape) as (keyof typeof auditFilters.shape)[];

/** The filters that are shown as chips, with what they are called. */
export const chipLabels: Record<string, string> = {
  caller: 'Who',
  kind: 'Known as',
  operation: 'Operation',
  subject: 'About',
  address: 'From',
  requestId: 'Request',
};

export interface AuditState {
  /** The accepted filters as a query string for the API. */
  filters: string;
  listQuery: string;
  /** Names of filters that were left out, because the API would refuse their values. */
  refused: string[];
}

export function readAuditUrl(search: URLSearchParams): AuditState {
  const raw = rawQuery(search);
  const accepted = new URLSearchParams();
  const refused: string[] = [];
  for (const name of names) {
    const values = raw[name]?.filter((value) => value !== '');
    if (!values || values.length === 0) continue;
    if (auditFilters.safeParse({ [name]: values }).success) {
      for (const value of values) accepted.append(name, value);
    } else {
      refused.push(chipLabels[name] ?? name);
    }
  }
  const filters = accepted.toString();
  accepted.set('limit', '50');
  return { filters, listQuery: accepted.toString(), refused };
}
