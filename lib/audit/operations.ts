import { z } from 'zod';
import { invalidInput, malformedBody, problemAnswer } from '@/lib/http/answers';
import { operation } from '@/lib/http/operation';
import { native } from '@/lib/http/problem';
import { auditExportQuery, auditListQuery } from './filters';
import { auditEntryWire, auditPageWire, auditStatusWire, verificationWire, verifyBody } from './schemas';

/** The native API of the audit log, declared. Nothing of it changes an entry: nothing can. Client-safe. */

const shared = { scope: 'admin', dialect: native, tag: 'Audit log' } as const;

export const listAuditOperation = operation({
  ...shared,
  id: 'listAudit',
  method: 'GET',
  path: '/api/v2/audit',
  summary: 'Read who did what',
  description: 'Newest first: every change and every denied attempt. Values of one filter are alternatives.',
  query: auditListQuery,
  answers: { 200: { description: 'A page.', schema: auditPageWire }, 422: invalidInput },
  examples: [{ title: 'Denied attempts of the last day', query: { outcome: 'denied', from: 'now-24h' } }],
});

export const getAuditOperation = operation({
  ...shared,
  id: 'getAuditEntry',
  method: 'GET',
  path: '/api/v2/audit/{id}',
  summary: 'Read one entry',
  params: z.strictObject({ id: z.string() }),
  answers: {
    200: { description: 'The entry.', schema: auditEntryWire },
    404: problemAnswer('There is no such entry.'),
  },
});

export const exportAuditOperation = operation({
  ...shared,
  id: 'exportAudit',
  method: 'GET',
  path: '/api/v2/audit/export',
  summary: 'Take entries along',
  description:
    'Oldest first, as one JSON object per line (everything that the seal covers) or as a table for spreadsheets. What comes in meanwhile is left out.',
  query: auditExportQuery,
  answers: {
    200: {
      description: 'One JSON object per line, or with `format=csv` a table.',
      contentType: 'application/x-ndjson',
    },
    422: invalidInput,
  },
});

export const auditStatusOperation = operation({
  ...shared,
  id: 'readAuditStatus',
  method: 'GET',
  path: '/api/v2/audit/status',
  summary: 'Read the head of the chain',
  answers: { 200: { description: 'The last block.', schema: auditStatusWire } },
});

export const verifyAuditOperation = operation({
  ...shared,
  id: 'verifyAudit',
  method: 'POST',
  path: '/api/v2/audit/verify',
  summary: 'Verify the chain',
  description:
    'Recomputes blocks from the entries, some 20,000 at a time. `npm run audit -- verify` does all of it without this server.',
  body: verifyBody,
  answers: {
    200: { description: 'What was found.', schema: verificationWire },
    400: malformedBody,
    422: invalidInput,
  },
  examples: [{ title: 'From the beginning', body: {} }],
});
