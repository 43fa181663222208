import { BadgeCheck, ExternalLink } from 'lucide-react';
import { providerOfIssuer, providers } from '@/lib/access/ci/providers';
import type { EventWire } from '@/lib/events/schemas';
import { type Difference, differencesFrom } from '@/lib/events/verified';
import { httpUrl } from '@/lib/links';
import { SafeLink } from './safe-link';

type Props = Pick<EventWire, 'sha' | 'environment'> & { verified: NonNullable<EventWire['verified']> };

/** That an issuer vouches for the run that reported something, for what, and where the report says something else. */
export function VerifiedBy({ verified, sha, environment }: Props) {
  const { actor, repository, ref, run } = verified;
  const differences = differencesFrom(verified, { sha, environment });
  return (
    <div className="flex flex-col gap-1">
      <p className="flex flex-wrap items-center gap-x-1.5 gap-y-0.5">
        <BadgeCheck size={14} aria-hidden className="shrink-0 text-accent-fg" />
        <span>
          Verified by <span className="font-medium">{issuerName(verified.issuer)}</span>
        </span>
        {run !== null &&
          (httpUrl(run) === null ? (
            <span className="text-fg-subtle">run {run}</span>
          ) : (
            <SafeLink
              href={run}
              className="inline-flex items-center gap-1 text-accent-fg underline-offset-2 hover:underline"
            >
              Run
              <ExternalLink size={11} aria-hidden className="shrink-0" />
            </SafeLink>
          ))}
      </p>
      <p className="text-xs text-fg-muted wrap-anywhere">
        {[
          actor && `started by ${actor}`,
          repository && `in ${repository}`,
          ref && `at ${shortRef(ref)}`,
          verified.sha && `commit ${verified.sha.slice(0, 12)}`,
        ]
          .filter(Boolean)
          .join(', ')}
      </p>
      {differences.map((difference) => (
        <p
          key={difference.fact}
          data-phase="attention"
          className="rounded border border-phase-border bg-phase-bg px-2 py-1 text-xs text-phase-fg wrap-anywhere"
        >
          {inWords(difference)}
        </p>
      ))}
    </div>
  );
}

/** The product behind a well-known issuer, else its host. */
export function issuerName(issuer: string): string {
  const provider = providerOfIssuer(issuer);
  if (provider) return providers[provider].label;
  return URL.canParse(issuer) ? new URL(issuer).host : issuer;
}

const shortRef = (ref: string) => ref.replace(/^refs\/(?:heads|tags)\//, '');

const short = ({ fact, reported }: Difference, text = reported) =>
  fact === 'commit' ? text.slice(0, 12) : text;

function inWords(difference: Difference): string {
  return `Reported for ${difference.fact} ${short(difference)}, but the run was for ${short(difference, difference.verified)}.`;
}
