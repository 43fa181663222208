'use client';

import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { passwordFault, passwordLength } from '@/lib/access/password-policy';

/** A password that is being chosen, with what is wrong with it once there is enough of it to judge. */
export function NewPassword(props: {
  label?: string;
  value: string;
  /** What everybody knows of its owner. */
  own: readonly (string | null | undefined)[];
  /** What the server said of the one that was sent. */
  error: string | undefined;
  onChange: (value: string) => void;
}) {
  const { label = 'Password', value, own, error, onChange } = props;
  const fault = value.length >= passwordLength.min ? passwordFault(value, own) : null;
  return (
    <Field
      label={label}
      required
      error={fault ? `The password ${fault}.` : error}
      hint={`At least ${passwordLength.min} characters; a few words that nobody would put together do well.`}
    >
      <Input
        name="new-password"
        type="password"
        autoComplete="new-password"
        required
        minLength={passwordLength.min}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
