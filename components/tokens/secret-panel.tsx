'use client';

import { KeyRound } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useOrigin } from '@/components/frame/origin';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { SegmentedControl } from '@/components/ui/segmented-control';
import type { NewTokenWire } from '@/lib/tokens/schemas';
import { tokenSnippets } from './snippets';

/** A secret, in sight until whoever made it says that it is stored. Nobody can read it again. */
export function SecretPanel({ token, onDone }: { token: NewTokenWire; onDone: () => void }) {
  const origin = useOrigin();
  const heading = useRef<HTMLHeadingElement>(null);
  const snippets = tokenSnippets({
    origin,
    secret: token.secret,
    service: token.services[0] ?? 'checkout',
    environment: token.environments[0] ?? 'production',
    canReport: token.scopes.some((scope) => scope === 'events:write' || scope === 'admin'),
  });
  const [shown, setShown] = useState('curl');
  const snippet = snippets.find(({ name }) => name === shown) ?? snippets[0];

  // The outside system: focus. What appears takes the place of the form that was sent.
  useEffect(() => heading.current?.focus(), []);

  return (
    <section
      aria-labelledby="new-secret"
      className="flex flex-col gap-4 rounded-lg border border-accent-border bg-surface-1 p-panel"
    >
      <header className="flex items-start gap-3">
        <KeyRound size={18} aria-hidden className="mt-0.5 shrink-0 text-accent-fg" />
        <div>
          <h2 id="new-secret" ref={heading} tabIndex={-1} className="font-semibold outline-none">
            The secret of {token.name}
          </h2>
          <p className="mt-0.5 max-w-prose text-fg-muted">
            Store it where the machine finds it. It is shown this once: only its hash is kept.
          </p>
        </div>
      </header>
      <CodeBlock code={token.secret} label="the secret" />
      {snippet && (
        <div className="flex min-w-0 flex-col gap-2">
          {snippets.length > 1 && (
            <SegmentedControl
              label="How it is used"
              value={snippet.name}
              onChange={setShown}
              options={snippets.map(({ name }) => ({ value: name, label: name }))}
              className="self-start"
            />
          )}
          <CodeBlock code={snippet.code} label={`how ${snippet.name} uses it`} />
        </div>
      )}
      <Button variant="primary" className="self-start" onClick={onDone}>
        I have stored it
      </Button>
    </section>
  );
}
