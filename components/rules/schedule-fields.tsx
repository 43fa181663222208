'use client';

import { useId, useSyncExternalStore } from 'react';
import { useTimeZone } from '@/components/frame/preferences';
import { Checkbox } from '@/components/ui/checkbox';
import { cn } from '@/components/ui/cn';
import { Field } from '@/components/ui/field';
import { Input, Select } from '@/components/ui/input';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { weekdays } from '@/lib/preflight/vocabulary';
import type { Recurrence, RuleErrors, RuleValues } from './rule-values';
import { dayOffsetInWords, daysLater, monthDayInWords } from './words';

const recurrences: ReadonlyArray<{ value: Recurrence; label: string }> = [
  { value: 'once', label: 'Once' },
  { value: 'daily', label: 'Daily' },
  { value: 'weekly', label: 'Weekly' },
  { value: 'monthly', label: 'Monthly' },
];

/** When nobody may deploy, by the clock of a zone. */
export function ScheduleFields(props: {
  values: RuleValues;
  errors: RuleErrors;
  onChange: (changes: Partial<RuleValues>) => void;
}) {
  const { values, errors, onChange } = props;
  const { recurrence } = values;
  return (
    <>
      <SegmentedControl<Recurrence>
        label="How often"
        value={recurrence}
        onChange={(value) => onChange({ recurrence: value })}
        options={recurrences}
        className="self-start"
      />
      {recurrence === 'weekly' && <Weekdays {...props} />}
      {recurrence === 'monthly' && <MonthDays {...props} />}
      {recurrence === 'once' ? (
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="From" error={errors.startsAt}>
            <Input
              type="datetime-local"
              value={values.startsAt}
              onChange={(event) => onChange({ startsAt: event.target.value })}
            />
          </Field>
          <Field label="Until" error={errors.endsAt}>
            <Input
              type="datetime-local"
              value={values.endsAt}
              onChange={(event) => onChange({ endsAt: event.target.value })}
            />
          </Field>
        </div>
      ) : (
        <DayTimes {...props} />
      )}
      <ZoneField {...props} />
    </>
  );
}

const extraDayChoices = [0, 1, 2, 3, 4, 5, 6];

function DayTimes({ values, errors, onChange }: Parameters<typeof ScheduleFields>[0]) {
  const least = daysLater({ ...values, extraDays: 0 });
  return (
    <div className="grid grid-cols-2 gap-3 sm:grid-cols-3">
      <Field label="From" error={errors.from}>
        <Input type="time" value={values.from} onChange={(event) => onChange({ from: event.target.value })} />
      </Field>
      <Field label="Until" error={errors.to}>
        <Input type="time" value={values.to} onChange={(event) => onChange({ to: event.target.value })} />
      </Field>
      <Field label="Ends" className="max-sm:col-span-2">
        <Select
          value={values.extraDays}
          onChange={(event) => onChange({ extraDays: Number(event.target.value) })}
        >
          {extraDayChoices.map((extraDays) => (
            <option key={extraDays} value={extraDays}>
              {dayOffsetInWords(least + extraDays)}
            </option>
          ))}
        </Select>
      </Field>
    </div>
  );
}

function Weekdays({ values, errors, onChange }: Parameters<typeof ScheduleFields>[0]) {
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 text-xs font-medium text-fg-muted">Begins on</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-2">
        {weekdays.map((day) => (
          <Checkbox
            key={day}
            checked={values.weekdays.includes(day)}
            aria-invalid={errors.weekdays ? true : undefined}
            onChange={(event) =>
              onChange({
                weekdays: weekdays.filter((one) =>
                  one === day ? event.target.checked : values.weekdays.includes(one),
                ),
              })
            }
          >
            <span className="capitalize">{day}</span>
          </Checkbox>
        ))}
      </div>
      <FieldError text={errors.weekdays} />
    </fieldset>
  );
}

const monthDays = [...Array.from({ length: 31 }, (_, index) => index + 1), -3, -2, -1];

function MonthDays({ values, errors, onChange }: Parameters<typeof ScheduleFields>[0]) {
  const note = useId();
  return (
    <fieldset className="flex min-w-0 flex-col gap-1" aria-describedby={note}>
      <legend className="mb-1 text-xs font-medium text-fg-muted">Begins on</legend>
      <div className="flex flex-wrap gap-1">
        {monthDays.map((day) => (
          <label
            key={day}
            className={cn(
              'nums relative flex h-control min-w-9 cursor-pointer items-center justify-center rounded border border-line-control bg-surface-1 px-2 text-fg-muted hover:text-fg has-checked:border-accent has-checked:bg-accent-bg has-checked:font-medium has-checked:text-accent-fg has-focus-visible:outline-2 has-focus-visible:outline-(--focus)',
            )}
          >
            <input
              type="checkbox"
              checked={values.monthDays.includes(day)}
              aria-label={capital(monthDayInWords(day))}
              aria-invalid={errors.monthDays ? true : undefined}
              onChange={(event) =>
                onChange({
                  monthDays: monthDays.filter((one) =>
                    one === day ? event.target.checked : values.monthDays.includes(one),
                  ),
                })
              }
              className="absolute inset-0 cursor-pointer appearance-none outline-none"
            />
            <span aria-hidden>{day > 0 ? day : capital(monthDayInWords(day).replace('the ', ''))}</span>
          </label>
        ))}
      </div>
      <FieldError text={errors.monthDays} />
      <p id={note} className="text-xs text-fg-subtle">
        A month without such a day has no such window.
      </p>
    </fieldset>
  );
}

const capital = (text: string) => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function FieldError({ text }: { text: string | undefined }) {
  return text ? (
    <p role="alert" className="text-xs text-danger-fg">
      {text}
    </p>
  ) : null;
}

function ZoneField({ values, errors, onChange }: Parameters<typeof ScheduleFields>[0]) {
  const { timeZone } = useTimeZone();
  const list = useId();
  const zones = useSyncExternalStore(neverChanges, zonesOfBrowser, noZones);
  return (
    <Field
      label="Time zone"
      error={errors.zone}
      hint={
        values.zone === timeZone
          ? 'Your own. The window follows its clock, also when that is changed.'
          : `The window follows its clock, also when that is changed. Yours is ${timeZone}.`
      }
    >
      <Input
        value={values.zone}
        list={list}
        autoComplete="off"
        spellCheck={false}
        className="max-w-80"
        onChange={(event) => onChange({ zone: event.target.value })}
      />
      <datalist id={list}>
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </Field>
  );
}

const neverChanges = () => () => {};
let known: readonly string[] | undefined;
/** All zones that the reader's own platform knows, the usual one first. The server may know others, so it names none. */
function zonesOfBrowser(): readonly string[] {
  known ??= ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')];
  return known;
}
const none: readonly string[] = [];
const noZones = () => none;
