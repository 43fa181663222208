'use client';

import { useMutation } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { ask } from '@/lib/http/client';
import type { ProviderButton } from '@/lib/people/providers/list';
import { Notice } from './notice';

/** The ways to sign in that lead elsewhere and back. */
export function ProviderButtons({ providers, next }: { providers: readonly ProviderButton[]; next: string }) {
  const leave = useMutation({
    mutationFn: async (id: string) => {
      const { csrfToken } = await ask<{ csrfToken: string }>('/api/auth/csrf');
      const { url } = await ask<{ url: string }>(`/api/auth/signin/${id}`, {
        method: 'POST',
        body: { csrfToken, callbackUrl: next, json: 'true' },
      });
      window.location.assign(url);
      // The page goes on being busy until the other one is there.
      await new Promise(() => {});
    },
  });
  if (providers.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      {providers.map(({ id, name }) => (
        <Button
          key={id}
          icon={<KeyRound size={14} aria-hidden />}
          busy={leave.isPending && leave.variables === id}
          disabled={leave.isPending}
          onClick={() => leave.mutate(id)}
        >
          Continue with {name}
        </Button>
      ))}
      {leave.isError && <Notice>{leave.error.message}</Notice>}
    </div>
  );
}
