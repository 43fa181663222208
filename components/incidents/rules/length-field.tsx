'use client';

import { useFieldAttributes } from '@/components/ui/field';
import { Input, Select } from '@/components/ui/input';
import { type Length, type TimeUnit, timeUnits } from './rule-values';

/** A length of time: an amount and its unit. Inside a Field. */
export function LengthField(props: {
  value: Length;
  /** What the length is of, for the unit's own name. */
  label: string;
  units: readonly TimeUnit[];
  disabled?: boolean;
  onChange: (value: Length) => void;
}) {
  const { value, label, units, disabled, onChange } = props;
  const attributes = useFieldAttributes();
  return (
    <div className="flex max-w-60 gap-2">
      <Input
        inputMode="numeric"
        autoComplete="off"
        value={value.amount}
        disabled={disabled}
        onChange={(event) => onChange({ ...value, amount: event.target.value })}
      />
      <Select
        {...attributes}
        id={undefined}
        aria-label={`Unit of ${label}`}
        value={value.unit}
        disabled={disabled}
        onChange={(event) => onChange({ ...value, unit: event.target.value as TimeUnit })}
      >
        {(Object.keys(timeUnits) as TimeUnit[])
          .filter((unit) => units.includes(unit) || unit === value.unit)
          .map((unit) => (
            <option key={unit} value={unit}>
              {unit}
            </option>
          ))}
      </Select>
    </div>
  );
}
