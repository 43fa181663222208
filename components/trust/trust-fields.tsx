'use client';

import { Plus, Trash2 } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { FormPart } from '@/components/tokens/form-part';
import { GrantFields } from '@/components/tokens/grant-fields';
import { Button, IconButton } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input, Textarea } from '@/components/ui/input';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { type CiProvider, ciProviders, providers } from '@/lib/access/ci/providers';
import { runScopes } from '@/lib/access/grant-schemas';
import {
  type ClaimRow,
  newRow,
  suggestedClaims,
  type TrustErrors,
  type TrustValues,
  templateOf,
} from './trust-values';

type Props = {
  values: TrustValues;
  errors: TrustErrors;
  onChange: (changes: Partial<TrustValues>) => void;
};

/** Everything that a trust rule says. */
export function TrustFields({ values, errors, onChange }: Props) {
  return (
    <>
      <FormPart title="Whose runs" text="Whoever signs the tokens, and for whom they are meant.">
        <Field label="Name" error={errors.name} required>
          <Input
            value={values.name}
            autoComplete="off"
            placeholder="checkout on main"
            className="max-w-96"
            onChange={(event) => onChange({ name: event.target.value })}
          />
        </Field>
        <div className="flex flex-col items-start gap-1">
          <span className="text-xs font-medium text-fg-muted" aria-hidden>
            Provider
          </span>
          <SegmentedControl<CiProvider>
            label="Provider"
            value={values.provider}
            onChange={(provider) => onChange(templateOf(provider))}
            options={ciProviders.map((value) => ({ value, label: shortLabel[value] }))}
          />
          {errors.provider && (
            <p role="alert" className="text-xs text-danger-fg">
              {errors.provider}
            </p>
          )}
        </div>
        <Field label="Issuer" error={errors.issuer} hint={issuerHint[values.provider]}>
          <Input
            value={values.issuer}
            type="url"
            autoComplete="off"
            spellCheck={false}
            className="font-mono text-xs"
            onChange={(event) => onChange({ issuer: event.target.value })}
          />
        </Field>
        <Field
          label="Audience"
          error={errors.audience}
          hint="What the workflow asks its token for: the address of this Shiplog, so that no token for somebody else is taken."
        >
          <Input
            value={values.audience}
            autoComplete="off"
            spellCheck={false}
            className="font-mono text-xs"
            onChange={(event) => onChange({ audience: event.target.value })}
          />
        </Field>
      </FormPart>
      <FormPart
        title="Which of them"
        text="All of these have to match. Names can be given up and taken over by somebody else: a number that never changes is needed."
      >
        <Claims {...{ values, errors, onChange }} />
        <Checkbox
          className="items-start"
          checked={values.boundToAddress}
          onChange={(event) => onChange({ boundToAddress: event.target.checked })}
        >
          <span>
            A token works only from the address of its first use
            <span className="block text-xs text-fg-subtle">
              Whoever finds one in a log cannot use it. Switch it off where one job leaves by several
              addresses.
            </span>
          </span>
        </Checkbox>
      </FormPart>
      <GrantFields values={values} errors={errors} scopes={runScopes} onChange={onChange} />
    </>
  );
}

export const shortLabel: Record<CiProvider, string> = {
  github: 'GitHub',
  gitlab: 'GitLab',
  other: 'Another',
};

const issuerHint: Record<CiProvider, string> = {
  github: 'Of a GitHub Enterprise Server: https://HOST/_services/token.',
  gitlab: 'Of a GitLab of your own: its address.',
  other: 'Exactly as the tokens say it (iss); it has to publish its keys by OpenID Connect discovery.',
};

/** Where to find the ids. */
const idHint: Record<CiProvider, ReactNode> = {
  github: (
    <>
      <code className="font-mono">gh api repos/OWNER/NAME --jq .id</code> tells the id of a repository.
    </>
  ),
  gitlab: 'The id of a project stands on its page, under its name.',
  other: `${providers.other.label}: the whole subject, or its beginning up to a colon or slash and a *.`,
};

function Claims({ values, errors, onChange }: Props) {
  const list = useId();
  const change = (key: number, changes: Partial<ClaimRow>) =>
    onChange({ claims: values.claims.map((row) => (row.key === key ? { ...row, ...changes } : row)) });
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend className="mb-1 text-xs font-medium text-fg-muted">Claims</legend>
      <p className="text-xs text-fg-subtle wrap-anywhere">
        {idHint[values.provider]} One value to a line; of refs, subjects and environments * stands for any
        end.
      </p>
      <datalist id={list}>
        {suggestedClaims[values.provider].map((claim) => (
          <option key={claim} value={claim} />
        ))}
      </datalist>
      {values.claims.map((row, index) => (
        <div key={row.key} className="flex flex-wrap items-start gap-2">
          <Field label={`Claim ${index + 1}`} className="w-48 max-sm:flex-1">
            <Input
              value={row.claim}
              list={list}
              autoComplete="off"
              spellCheck={false}
              className="font-mono text-xs"
              onChange={(event) => change(row.key, { claim: event.target.value })}
            />
          </Field>
          <Field
            label={`Values of ${row.claim || `claim ${index + 1}`}`}
            error={errors.rows?.[row.key]}
            className="min-w-0 flex-1 basis-56"
          >
            <Textarea
              rows={1}
              value={row.values}
              spellCheck={false}
              className="min-h-control! font-mono text-xs"
              onChange={(event) => change(row.key, { values: event.target.value })}
            />
          </Field>
          <IconButton
            label={`Remove ${row.claim || `claim ${index + 1}`}`}
            className="mt-5"
            onClick={() => onChange({ claims: values.claims.filter(({ key }) => key !== row.key) })}
          >
            <Trash2 size={14} aria-hidden />
          </IconButton>
        </div>
      ))}
      {errors.claims && (
        <p role="alert" className="text-xs text-danger-fg">
          {errors.claims}
        </p>
      )}
      <Button
        size="sm"
        className="self-start"
        icon={<Plus size={13} aria-hidden />}
        onClick={() => onChange({ claims: [...values.claims, newRow()] })}
      >
        Another claim
      </Button>
    </fieldset>
  );
}
