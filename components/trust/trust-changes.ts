import { changesBetween, type FieldWords } from '@/components/forms/rebased';
import { grantFieldWords } from '@/components/tokens/grant-words';
import { providers } from '@/lib/access/ci/providers';
import type { TrustRuleWire } from '@/lib/trust/schemas';

const fields: FieldWords<TrustRuleWire, string> = {
  name: { label: 'Name', words: (name) => name },
  enabled: { label: 'Lets in', words: (enabled) => (enabled ? 'on' : 'off') },
  provider: { label: 'Provider', words: (provider) => providers[provider].label },
  issuer: { label: 'Issuer', words: (issuer) => issuer },
  audience: { label: 'Audience', words: (audience) => audience },
  claims: {
    label: 'Claims',
    words: (claims) =>
      Object.entries(claims)
        .map(([claim, values]) => `${claim} is ${values.join(' or ')}`)
        .join(', '),
  },
  boundToAddress: {
    label: 'Only from the address of the first use',
    words: (isBound) => (isBound ? 'on' : 'off'),
  },
  ...grantFieldWords,
};

/** What somebody else has made of a trust rule. Pure. */
export const trustChanges = (before: TrustRuleWire, now: TrustRuleWire) =>
  changesBetween(before, now, fields);
