'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { PhaseMark } from '@/components/glyphs/phase-mark';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/input';
import { Panel } from '@/components/ui/panel';
import type { AnswerError } from '@/lib/http/client';
import { checkTrust } from '@/lib/trust/queries';
import type { TrustCheckWire } from '@/lib/trust/schemas';

/** Why is this run not let in? The token is sent to be looked at, and kept nowhere. */
export function CheckRun() {
  const [token, setToken] = useState('');
  const check = useMutation<TrustCheckWire, AnswerError, string>({ mutationFn: checkTrust, gcTime: 0 });
  return (
    <Panel
      title="Why is a run not let in?"
      description="Every rule is held against its token. It is neither stored nor logged."
    >
      <form
        className="flex flex-col items-start gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          check.mutate(token);
        }}
      >
        <Field label="Token of the run" className="w-full" hint="Three parts with dots between.">
          <Textarea
            rows={3}
            value={token}
            autoComplete="off"
            spellCheck={false}
            className="font-mono text-xs wrap-anywhere"
            onChange={(event) => setToken(event.target.value)}
          />
        </Field>
        <Button type="submit" busy={check.isPending} disabled={token.trim() === ''}>
          Check the token
        </Button>
      </form>
      <div aria-live="polite">
        {check.isError && (
          <p role="alert" className="mt-3 text-danger-fg">
            It was not checked. {check.error.message}
          </p>
        )}
        {check.data && <Verdict found={check.data} />}
      </div>
    </Panel>
  );
}

const signatures: Record<TrustCheckWire['signature'], string> = {
  good: 'Its issuer has signed it.',
  bad: 'Its issuer has not signed it.',
  unavailable: 'Whether its issuer has signed it is not known.',
  not_checked: 'Its signature was not looked at.',
};

function Verdict({ found }: { found: TrustCheckWire }) {
  const { accepted, problems, signature, rules, claims } = found;
  return (
    <div className="mt-4 flex flex-col gap-3 border-t border-line pt-3">
      <p className="flex items-center gap-2 font-medium">
        <PhaseMark phase={accepted ? 'succeeded' : 'failed'} size={14} />
        {accepted ? 'This run is let in.' : 'This run is not let in.'}
      </p>
      <ul className="flex list-disc flex-col gap-1 pl-5 text-fg-muted wrap-anywhere">
        <li>{signatures[signature]}</li>
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
      {rules.map((rule) => (
        <div key={rule.id} className="min-w-0">
          <p className="flex items-center gap-2">
            <PhaseMark phase={rule.matches ? 'succeeded' : 'aborted'} size={12} />
            <span className="min-w-0 wrap-anywhere">
              <span className="font-medium">{rule.name}</span>
              {rule.matches ? ' matches' : ' does not match'}
            </span>
          </p>
          {rule.reasons.length > 0 && (
            <ul className="mt-0.5 flex list-disc flex-col gap-0.5 pl-9 text-xs text-fg-muted wrap-anywhere">
              {rule.reasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          )}
        </div>
      ))}
      {claims && (
        <details>
          <summary className="cursor-pointer text-xs text-fg-muted">What the token says</summary>
          <CodeBlock code={JSON.stringify(claims, null, 2)} label="what the token says" className="mt-1" />
        </details>
      )}
    </div>
  );
}
