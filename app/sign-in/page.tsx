import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { requestMay } from '@/components/frame/request-caller';
import { SignInCard } from '@/components/sign-in/card';
import { providerProblem } from '@/components/sign-in/problems';
import { ProviderButtons } from '@/components/sign-in/provider-buttons';
import { SignInForm } from '@/components/sign-in/sign-in-form';
import { hasAdministrator } from '@/lib/access/mode';
import { ownPath } from '@/lib/people/own-path';
import { signInProviders } from '@/lib/people/providers/list';

export const metadata: Metadata = { title: 'Sign in' };
/** It depends on who asks. */
export const dynamic = 'force-dynamic';

type Search = Promise<Record<string, string | string[] | undefined>>;
const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value);

export default async function SignInPage({ searchParams }: { searchParams: Search }) {
  const [search, reading] = await Promise.all([searchParams, requestMay('read')]);
  const next = ownPath(first(search.next));
  // Whoever needs no sign-in, or has one, goes on: as the door asks it, or one would send people back to the other.
  if (reading.allowed) redirect(next);
  const providers = signInProviders();
  return (
    <SignInCard title="Sign in">
      {!(await hasAdministrator()) && (
        <p className="text-fg-muted">
          There is no administrator yet. Open the set-up link that Shiplog prints when it starts.
        </p>
      )}
      <SignInForm next={next} problem={providerProblem(first(search.error))} />
      {providers.length > 0 && (
        <>
          <p className="flex items-center gap-3 text-xs text-fg-subtle before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
            or
          </p>
          <ProviderButtons providers={providers} next={next} />
        </>
      )}
      <p className="text-xs text-fg-subtle">
        No account, or the password is lost? An administrator of this Shiplog can give you a link.
      </p>
    </SignInCard>
  );
}
