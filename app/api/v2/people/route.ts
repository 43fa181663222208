import { etag } from '@/lib/http/conditional';
import { created, ok } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { listPeople } from '@/lib/people/find-people';
import { invitePerson } from '@/lib/people/invite-person';
import { invitePersonOperation, listPeopleOperation } from '@/lib/people/operations';

export const GET = route(listPeopleOperation, async ({ query, request }) =>
  ok({ items: await listPeople(query, request.caller) }),
);

export const POST = route(invitePersonOperation, async ({ body, request }) => {
  const invited = await invitePerson(body, request.caller);
  const { id, revision } = invited.person;
  request.audit.note({ subject: `person:${id}`, after: body });
  return created(invited, `/api/v2/people/${id}`, { etag: etag(revision) });
});
