import { z } from 'zod';
import { type Answer, operation } from '@/lib/http/operation';
import { homerLinksWire, linkBody, quickLinkWire } from '@/lib/links-portal/schemas';
import { trackerLinks } from './links-errors';

/** The routes of quick links, declared. Client-safe. */

const tag = 'Quick links';
const failure = (description: string): Answer => ({ description, schema: z.object({ error: z.string() }) });
const invalid = failure('The input is not valid; `error` says why.');
const notFound = failure('No such link.');
const byId = z.strictObject({ id: z.string().meta({ description: '24 hexadecimal digits.' }) });
const example = {
  title: 'Add a link',
  body: { group: 'Runbooks', name: 'Payments', url: 'https://docs.example.com/payments' },
};

export const listLinksOperation = operation({
  id: 'listQuickLinks',
  method: 'GET',
  path: '/api/links',
  scope: 'read',
  dialect: trackerLinks,
  tag,
  summary: 'List quick links',
  answers: { 200: { description: 'By group, then name.', schema: z.array(quickLinkWire) } },
});

export const createLinkOperation = operation({
  id: 'createQuickLink',
  method: 'POST',
  path: '/api/links',
  scope: 'catalog:write',
  dialect: trackerLinks,
  tag,
  summary: 'Add a quick link',
  description: 'Without a group it belongs to `Custom`.',
  body: linkBody,
  idempotent: true,
  answers: { 201: { description: 'The link.', schema: quickLinkWire }, 400: invalid },
  examples: [example],
});

export const replaceLinkOperation = operation({
  id: 'replaceQuickLink',
  method: 'PUT',
  path: '/api/links/{id}',
  scope: 'catalog:write',
  dialect: trackerLinks,
  tag,
  summary: 'Replace a quick link',
  description: 'All of it but its creation.',
  params: byId,
  body: linkBody,
  answers: {
    200: { description: 'The link as it is now.', schema: quickLinkWire },
    400: invalid,
    404: notFound,
  },
});

export const deleteLinkOperation = operation({
  id: 'deleteQuickLink',
  method: 'DELETE',
  path: '/api/links/{id}',
  scope: 'catalog:write',
  dialect: trackerLinks,
  tag,
  summary: 'Delete a quick link',
  params: byId,
  answers: { 204: { description: 'It is not there any more.' }, 400: invalid },
});

export const homerLinksOperation = operation({
  id: 'listHomerLinks',
  method: 'GET',
  path: '/api/homer-links',
  scope: 'read',
  dialect: trackerLinks,
  tag,
  summary: 'List the links of the Homer dashboard that HOMER_URL names',
  answers: {
    200: { description: 'Its links and services.', schema: homerLinksWire },
    404: failure('HOMER_URL is not set.'),
    502: failure('The dashboard cannot be read.'),
  },
});
