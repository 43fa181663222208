'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { ShieldCheck, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { Time } from '@/components/time/time';
import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { ErrorState } from '@/components/ui/error-state';
import { Panel } from '@/components/ui/panel';
import { SkeletonRows } from '@/components/ui/skeleton';
import { auditStatusOptions, verifyChain } from '@/lib/audit/queries';
import type { VerificationWire } from '@/lib/audit/schemas';

/** How far the log is sealed, what that means, and whether it still is as it was sealed. */
export function ChainStatus() {
  const status = useQuery(auditStatusOptions());
  const [checked, setChecked] = useState(0);
  const verify = useMutation<VerificationWire, Error>({
    mutationFn: () => {
      setChecked(0);
      return verifyChain(setChecked, new AbortController().signal);
    },
    onSettled: () => status.refetch(),
  });
  const head = status.data?.head;
  return (
    <Panel
      title="Seal"
      description="Every second, new entries are sealed into a block that holds the hash of the block before. Whoever keeps the last hash elsewhere can show that nothing before it was changed."
      actions={
        <Button size="sm" busy={verify.isPending} onClick={() => verify.mutate()}>
          {verify.isPending ? `Verifying${checked > 0 ? `, block ${checked}` : ''}` : 'Verify the chain'}
        </Button>
      }
    >
      {status.data ? (
        head ? (
          <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
            <span>
              Block <span className="nums font-medium">{head.number.toLocaleString('en-GB')}</span>, sealed{' '}
              <Time value={head.sealedAt} />
            </span>
            <span className="flex min-w-0 items-center gap-1">
              <span className="min-w-0 font-mono text-xs wrap-anywhere text-fg-muted">{head.hash}</span>
              <CopyButton text={head.hash} label="Copy the hash" />
            </span>
            {status.data.unsealed > 0 && (
              <span className="text-fg-subtle">
                {status.data.unsealed.toLocaleString('en-GB')} to be sealed
              </span>
            )}
          </div>
        ) : (
          <p className="text-fg-muted">Nothing is sealed yet: the first entries are within a second.</p>
        )
      ) : status.isError ? (
        <ErrorState
          compact
          title="The seal could not be read"
          text="Entries go on being sealed."
          detail={status.error.message}
          onRetry={() => status.refetch()}
          retrying={status.isFetching}
        />
      ) : (
        <SkeletonRows rows={1} label="Loading the seal" />
      )}
      <div aria-live="polite">
        {verify.data && <Found found={verify.data} />}
        {verify.isError && (
          <p className="mt-2 text-danger-fg">The chain could not be verified: {verify.error.message}</p>
        )}
      </div>
    </Panel>
  );
}

function Found({ found: { fault, blocks, entries } }: { found: VerificationWire }) {
  return fault ? (
    <p data-phase="failed" className="mt-2 flex gap-2 text-phase-fg">
      <TriangleAlert size={15} aria-hidden className="mt-0.5 shrink-0" />
      <span>
        The log is not as it was sealed. {fault.message} Everything before block {fault.block} is in order.
      </span>
    </p>
  ) : (
    <p data-phase="succeeded" className="mt-2 flex gap-2 text-phase-fg">
      <ShieldCheck size={15} aria-hidden className="mt-0.5 shrink-0" />
      <span>
        All {entries.toLocaleString('en-GB')} entries in {blocks.toLocaleString('en-GB')} blocks are as they
        were sealed.
      </span>
    </p>
  );
}
