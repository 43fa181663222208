'use client';

import { useOrigin } from '@/components/frame/origin';
import { Time } from '@/components/time/time';
import { CodeBlock } from '@/components/ui/code-block';
import type { OneTimeLinkWire } from '@/lib/people/schemas';

/** A link to hand over, in sight until whoever made it closes it. Nobody can read it again. */
export function OneTimeLink({ link, name }: { link: OneTimeLinkWire; name: string }) {
  const origin = useOrigin();
  return (
    <div className="flex flex-col gap-3">
      <p>
        Hand this link to {name} yourself: Shiplog sends no mail. It works once, and expires{' '}
        <Time value={link.expiresAt} />.
      </p>
      <CodeBlock code={origin + link.path} label="the link" />
      <p className="text-xs text-fg-subtle">It is shown this once. A new one replaces it.</p>
    </div>
  );
}
