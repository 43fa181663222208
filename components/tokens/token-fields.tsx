'use client';

import { Field } from '@/components/ui/field';
import { Input, Select } from '@/components/ui/input';
import { tokenScopes } from '@/lib/access/grant-schemas';
import { FormPart } from './form-part';
import { GrantFields } from './grant-fields';
import { type Expiry, expiries, expiryLabels, type TokenErrors, type TokenValues } from './token-values';

type Props = {
  values: TokenValues;
  errors: TokenErrors;
  /** A token that is there: its expiry can stay. */
  editing: boolean;
  onChange: (changes: Partial<TokenValues>) => void;
};

/** Everything that a token says. */
export function TokenFields({ values, errors, editing, onChange }: Props) {
  return (
    <>
      <FormPart title="Token" text="Its name stands in changelogs and in the audit log.">
        <Field label="Name" error={errors.name} required>
          <Input
            value={values.name}
            autoComplete="off"
            placeholder="checkout pipeline"
            className="max-w-96"
            onChange={(event) => onChange({ name: event.target.value })}
          />
        </Field>
        <div className="flex flex-wrap items-start gap-4">
          <Field label="Expires" className="w-44">
            <Select
              value={values.expiry}
              onChange={(event) => onChange({ expiry: event.target.value as Expiry })}
            >
              {expiries
                .filter((one) => editing || one !== 'as-is')
                .map((one) => (
                  <option key={one} value={one}>
                    {expiryLabels[one]}
                  </option>
                ))}
            </Select>
          </Field>
          {values.expiry === 'date' && (
            <Field label="Day" error={errors.day} hint="To its end, in UTC.">
              <Input
                type="date"
                value={values.day}
                onChange={(event) => onChange({ day: event.target.value })}
              />
            </Field>
          )}
        </div>
      </FormPart>
      <GrantFields values={values} errors={errors} scopes={tokenScopes} onChange={onChange} />
      <FormPart title="How it is read" text="For most machines as the server is set.">
        <Field label="Requests a minute" error={errors.rate} hint="Nothing for the server's own limit.">
          <Input
            inputMode="numeric"
            autoComplete="off"
            value={values.rate}
            placeholder="As the server is set"
            className="max-w-48"
            onChange={(event) => onChange({ rate: event.target.value })}
          />
        </Field>
        <Field
          label="Numbers of Tracker"
          hint="By which table a client of Tracker counts types, statuses and environments."
        >
          <Select
            className="max-w-72"
            value={values.trackerEnums}
            onChange={(event) =>
              onChange({ trackerEnums: event.target.value as TokenValues['trackerEnums'] })
            }
          >
            <option value="">As the server is set</option>
            <option value="guide">Those of its guide</option>
            <option value="proto">Those of its proto</option>
          </Select>
        </Field>
      </FormPart>
    </>
  );
}
