import type { Metadata } from 'next';
import { SignInCard } from '@/components/sign-in/card';
import { SetUpForm } from '@/components/sign-in/set-up-form';
import { buttonClass } from '@/components/ui/button';
import { hasAdministrator } from '@/lib/access/mode';

export const metadata: Metadata = { title: 'Set up' };
/** Whether there is an administrator is asked for every reader. */
export const dynamic = 'force-dynamic';

export default async function SetUpPage() {
  if (await hasAdministrator())
    return (
      <SignInCard title="Shiplog is set up" text="There is an administrator. They can invite you.">
        <a href="/sign-in" className={buttonClass('primary')}>
          Sign in
        </a>
      </SignInCard>
    );
  return (
    <SignInCard
      title="Set up Shiplog"
      text="You become its first administrator, and people sign in from then on."
    >
      <SetUpForm />
    </SignInCard>
  );
}
