'use client';

import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { NamesField } from '@/components/catalog/names-field';
import { facetsQuery } from '@/components/frame/frame-queries';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { type GrantableScope, scopeTexts } from '@/lib/access/scopes';
import { FormPart } from './form-part';

/** What a machine may do, and where: the same for tokens and for trust rules. */
export interface GrantValues {
  scopes: readonly GrantableScope[];
  services: readonly string[];
  environments: readonly string[];
}

type Props = {
  values: GrantValues;
  errors: Partial<Record<keyof GrantValues, string>>;
  /** Those that can be chosen. */
  scopes: readonly GrantableScope[];
  onChange: (changes: Partial<GrantValues>) => void;
};

export function GrantFields({ values, errors, scopes, onChange }: Props) {
  const names = useQuery(facetsQuery());
  const isAdmin = values.scopes.includes('admin');
  return (
    <>
      <FormPart title="What it may do" text="As little as it needs. Whoever may read, reads everything.">
        <ScopeChoice
          chosen={values.scopes}
          scopes={scopes}
          error={errors.scopes}
          onChange={(changed) =>
            onChange({
              scopes: changed,
              // Whoever may do everything is not kept to some places.
              ...(changed.includes('admin') ? { services: [], environments: [] } : {}),
            })
          }
        />
      </FormPart>
      <FormPart
        title="Where it may change things"
        text={isAdmin ? 'An administrator is not limited.' : 'Both have to match.'}
      >
        {isAdmin ? (
          <p className="text-fg-muted">Everywhere.</p>
        ) : (
          <>
            <Field label="Services" hint="Without any, all of them." error={errors.services}>
              <NamesField
                names={values.services}
                one="service"
                suggestions={(names.data?.services ?? []).map(({ name }) => name)}
                onChange={(services) => onChange({ services })}
              />
            </Field>
            <Field label="Environments" hint="Without any, all of them." error={errors.environments}>
              <NamesField
                names={values.environments}
                one="environment"
                placeholder="Name of an environment"
                suggestions={(names.data?.environments ?? []).map(({ name }) => name)}
                onChange={(environments) => onChange({ environments })}
              />
            </Field>
          </>
        )}
      </FormPart>
    </>
  );
}

function ScopeChoice(props: {
  chosen: readonly GrantableScope[];
  scopes: readonly GrantableScope[];
  error: string | undefined;
  onChange: (chosen: readonly GrantableScope[]) => void;
}) {
  const { chosen, scopes, error, onChange } = props;
  const note = useId();
  return (
    <fieldset aria-describedby={error ? note : undefined} className="min-w-0">
      <legend className="mb-2 text-xs font-medium text-fg-muted">Scopes</legend>
      <div className="grid gap-x-4 gap-y-2 sm:grid-cols-2">
        {scopes.map((scope) => (
          <Checkbox
            key={scope}
            className="items-start"
            checked={chosen.includes(scope)}
            onChange={(event) =>
              onChange(scopes.filter((one) => (one === scope ? event.target.checked : chosen.includes(one))))
            }
          >
            <span className="min-w-0">
              <span className="font-mono text-xs font-medium">{scope}</span>
              <span className="block text-xs text-fg-subtle">{scopeTexts[scope]}</span>
            </span>
          </Checkbox>
        ))}
      </div>
      {error && (
        <p id={note} role="alert" className="mt-2 text-xs text-danger-fg">
          {error}
        </p>
      )}
    </fieldset>
  );
}
