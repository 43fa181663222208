import { z } from 'zod';
import { invalidInput, malformedBody, problemAnswer } from '@/lib/http/answers';
import { operation } from '@/lib/http/operation';
import { native } from '@/lib/http/problem';
import { approvalExamples } from './examples';
import { versionListQuery } from './filters';
import { approvalBody, approvalWire, versionDetailWire, versionPageWire } from './schemas';

/** The native API of versions, declared. Client-safe. */

const tag = 'Versions';
const notFound = problemAnswer('The service has no such version.');
/** Both may hold slashes: one percent-encoded segment each. */
const byName = z.strictObject({ service: z.string(), version: z.string() });

export const listVersionsOperation = operation({
  id: 'listVersions',
  method: 'GET',
  path: '/api/v2/versions',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'List versions',
  query: versionListQuery,
  answers: {
    200: { description: 'A page, first seen last first.', schema: versionPageWire },
    422: invalidInput,
  },
});

export const getVersionOperation = operation({
  id: 'getVersion',
  method: 'GET',
  path: '/api/v2/versions/{service}/{version}',
  scope: 'read',
  dialect: native,
  tag,
  summary: 'Read a version: where it came, and how long it took',
  params: byName,
  answers: { 200: { description: 'The version.', schema: versionDetailWire }, 404: notFound },
});

export const approveVersionOperation = operation({
  id: 'approveVersion',
  method: 'POST',
  path: '/api/v2/versions/{service}/{version}/approvals',
  scope: 'deployments:write',
  dialect: native,
  tag,
  summary: 'Approve a version, or take the approval back',
  description: 'The newest word of a person for a type and environment counts.',
  params: byName,
  body: approvalBody,
  idempotent: true,
  answers: {
    201: { description: 'It is noted.', schema: approvalWire },
    400: malformedBody,
    404: notFound,
    422: invalidInput,
  },
  examples: approvalExamples,
});
