import { HydrationBoundary } from '@tanstack/react-query';
import type { Metadata } from 'next';
import { PageHeader } from '@/components/frame/page-header';
import { requestCaller } from '@/components/frame/request-caller';
import { loadSessions } from '@/components/people/load';
import { PasswordForm } from '@/components/people/password-form';
import { SessionList } from '@/components/people/session-list';
import { EmptyState } from '@/components/ui/empty-state';
import { getPerson } from '@/lib/people/find-people';

export const metadata: Metadata = { title: 'Account' };
/** It is about whoever asks. */
export const dynamic = 'force-dynamic';

export default async function AccountPage() {
  const caller = await requestCaller();
  if (caller.kind !== 'person')
    return (
      <EmptyState
        title="Nobody is signed in"
        text="Whoever is served here may do everything without an account. With the set-up link that npm start prints, you make one."
      />
    );
  const { role, grants, signsInWith } = await getPerson(caller.id, caller);
  const more = grants.map((grant) => `${grant.role} in ${grant.environment}`).join(', ');
  return (
    <HydrationBoundary state={await loadSessions(caller)}>
      <PageHeader
        title={caller.name}
        description={`${caller.email ?? 'Without an address'}. Your role is ${role}${more && `; ${more}`}.`}
      />
      <SessionList />
      {signsInWith?.includes('password') && <PasswordForm />}
    </HydrationBoundary>
  );
}
