'use client';

import { useQuery } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { facetsQuery } from '@/components/frame/frame-queries';
import { Button, IconButton } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input, Select } from '@/components/ui/input';
import { type Role, roles, roleTexts } from '@/lib/access/roles';
import { grantableRoles, type PersonGrant } from '@/lib/people/schemas';

/** What somebody is called. */
export function NameField(props: {
  value: string;
  error: string | undefined;
  onChange: (name: string) => void;
}) {
  const { value, error, onChange } = props;
  return (
    <Field label="Name" required error={error}>
      <Input
        required
        maxLength={120}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}

/** What somebody may do: a role, and more of it in single environments. */
export interface RoleValues {
  role: Role;
  grants: readonly PersonGrant[];
}

export function RoleFields(props: {
  values: RoleValues;
  errors: { role?: string | undefined; grants?: string | undefined };
  onChange: (changes: Partial<RoleValues>) => void;
}) {
  const { values, errors, onChange } = props;
  return (
    <>
      <Field label="Role" hint={roleTexts[values.role]} error={errors.role}>
        <Select value={values.role} onChange={(event) => onChange({ role: event.target.value as Role })}>
          {roles.map((role) => (
            <option key={role} value={role}>
              {role}
            </option>
          ))}
        </Select>
      </Field>
      {values.role === 'admin' ? (
        <p className="text-xs text-fg-muted">An administrator may do everything in every environment.</p>
      ) : (
        <GrantRows grants={values.grants} error={errors.grants} onChange={(grants) => onChange({ grants })} />
      )}
    </>
  );
}

function GrantRows(props: {
  grants: readonly PersonGrant[];
  error: string | undefined;
  onChange: (grants: readonly PersonGrant[]) => void;
}) {
  const { grants, error, onChange } = props;
  const names = useQuery(facetsQuery());
  const environments = (names.data?.environments ?? []).map(({ name }) => name);
  const change = (index: number, changes: Partial<PersonGrant>) =>
    onChange(grants.map((grant, at) => (at === index ? { ...grant, ...changes } : grant)));
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 text-xs font-medium text-fg-muted">
        More than that in single environments
      </legend>
      <datalist id="grant-environments">
        {environments.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {grants.map((grant, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no identity besides its place
        <div key={index} className="flex items-center gap-2">
          <Input
            aria-label={`Environment ${index + 1}`}
            placeholder="Environment"
            list="grant-environments"
            required
            value={grant.environment}
            onChange={(event) => change(index, { environment: event.target.value })}
          />
          <Select
            aria-label={`Role in environment ${index + 1}`}
            value={grant.role}
            onChange={(event) => change(index, { role: event.target.value as PersonGrant['role'] })}
          >
            {grantableRoles.map((role) => (
              <option key={role} value={role}>
                {role}
              </option>
            ))}
          </Select>
          <IconButton
            label={`Remove ${grant.environment || `environment ${index + 1}`}`}
            onClick={() => onChange(grants.filter((_, at) => at !== index))}
          >
            <X size={14} aria-hidden />
          </IconButton>
        </div>
      ))}
      <Button
        size="sm"
        className="self-start"
        icon={<Plus size={13} aria-hidden />}
        onClick={() => onChange([...grants, { environment: '', role: 'deployer' }])}
      >
        Add an environment
      </Button>
      {error && (
        <p role="alert" className="text-xs text-danger-fg">
          {error}
        </p>
      )}
    </fieldset>
  );
}
