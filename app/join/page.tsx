import type { Metadata } from 'next';
import { SignInCard } from '@/components/sign-in/card';
import { JoinForm } from '@/components/sign-in/join-form';
import { signInProviders } from '@/lib/people/providers/list';

export const metadata: Metadata = { title: 'Join' };
/** Providers are a matter of the running server, not of the build. */
export const dynamic = 'force-dynamic';

export default function JoinPage() {
  return (
    <SignInCard title="Welcome to Shiplog">
      <JoinForm providers={signInProviders()} />
    </SignInCard>
  );
}
