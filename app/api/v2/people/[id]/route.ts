import { etag, expectedRevision } from '@/lib/http/conditional';
import { noContent, ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { getPerson, viewerOf } from '@/lib/people/find-people';
import { deletePersonOperation, getPersonOperation, updatePersonOperation } from '@/lib/people/operations';
import { auditOf, toWire } from '@/lib/people/row';
import { deletePerson, updatePerson } from '@/lib/people/update-person';

export const GET = route(getPersonOperation, async ({ params, request }) => {
  const person = await getPerson(params.id, request.caller);
  return ok(person, { etag: etag(person.revision) });
});

export const PATCH = route(updatePersonOperation, async ({ params, body, request }) => {
  const revision = expectedRevision(request.header('if-match'));
  const { before, after } = await updatePerson(params.id, body, request.caller, revision);
  request.audit.note({ subject: `person:${after.id}`, before: auditOf(before), after: auditOf(after) });
  return ok(toWire(after, viewerOf(request.caller)), { etag: etag(after.revision) });
});

export const DELETE = route(deletePersonOperation, async ({ params, request }) => {
  const before = await deletePerson(params.id, request.caller, expectedRevision(request.header('if-match')));
  request.audit.note({ subject: `person:${before.id}`, before: auditOf(before) });
  return noContent;
});
