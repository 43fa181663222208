import { noContent } from '@/lib/http/reply';
import { route } from '@/lib/http/route';
import { changePassword } from '@/lib/people/change-password';
import { changePasswordOperation } from '@/lib/people/sign-in-operations';

export const POST = route(changePasswordOperation, async ({ body, request }) => {
  await changePassword(request.caller, body, request.audit.about.address);
  request.audit.note({ subject: `person:${request.caller.id}` });
  return noContent;
});
