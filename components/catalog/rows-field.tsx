'use client';

import { Plus, X } from 'lucide-react';
import { useId } from 'react';
import { Button, IconButton } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Field } from '@/components/ui/field';
import { Input, Select, Textarea } from '@/components/ui/input';
import { type EntryErrors, errorAt, type Row } from './entry-values';

/** A field of each line. */
export interface Column {
  name: string;
  label: string;
  placeholder?: string;
  /** Values to choose from, with what they read as. */
  options?: Readonly<Record<string, string>>;
  /** Names to pick from while typing. */
  suggestions?: readonly string[];
  /** Several lines of text. */
  lines?: boolean;
  mono?: boolean;
  /** How many of the twelve parts of the width it takes. */
  span: string;
}

type RowsFieldProps = {
  /** The field of the API. */
  name: string;
  label: string;
  /** One of them: `channel`. */
  one: string;
  columns: readonly Column[];
  rows: readonly Row[];
  empty: Row;
  errors: EntryErrors;
  onChange: (rows: readonly Row[]) => void;
};

/** A list whose lines have the same few fields. */
export function RowsField({ name, label, one, columns, rows, empty, errors, onChange }: RowsFieldProps) {
  const id = useId();
  const set = (index: number, field: string, value: string) =>
    onChange(rows.map((row, other) => (other === index ? { ...row, [field]: value } : row)));
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="sr-only">{label}</legend>
      {rows.map((row, index) => {
        const shown = columns.map((column) => `${name}.${index}.${column.name}`);
        // Something in a part of the line that has no field of its own.
        const other = Object.keys(errors).find(
          (path) =>
            (path === `${name}.${index}` || path.startsWith(`${name}.${index}.`)) &&
            !shown.some((place) => path === place || path.startsWith(`${place}.`)),
        );
        return (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: lines are edited in place and have no other identity
            key={index}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 rounded border border-line bg-surface-0 p-2.5"
          >
            <div className="grid min-w-0 grid-cols-12 gap-2">
              {columns.map((column) => {
                const message = errorAt(errors, `${name}.${index}.${column.name}`);
                const list = `${id}-${column.name}`;
                const value = row[column.name] ?? '';
                return (
                  <Field
                    key={column.name}
                    label={
                      <>
                        {column.label}
                        <span className="sr-only">
                          {' '}
                          of {one} {index + 1}
                        </span>
                      </>
                    }
                    error={message && `${column.label} ${message}`}
                    className={cn('col-span-12', column.span)}
                  >
                    {column.options ? (
                      <Select value={value} onChange={(event) => set(index, column.name, event.target.value)}>
                        <option value="">None</option>
                        {Object.entries(column.options).map(([option, words]) => (
                          <option key={option} value={option}>
                            {words}
                          </option>
                        ))}
                      </Select>
                    ) : column.lines ? (
                      <Textarea
                        rows={2}
                        value={value}
                        placeholder={column.placeholder}
                        onChange={(event) => set(index, column.name, event.target.value)}
                        className={column.mono ? 'font-mono text-xs' : undefined}
                      />
                    ) : (
                      <>
                        <Input
                          value={value}
                          placeholder={column.placeholder}
                          autoComplete="off"
                          list={column.suggestions ? list : undefined}
                          onChange={(event) => set(index, column.name, event.target.value)}
                          className={column.mono ? 'font-mono text-xs' : undefined}
                        />
                        {column.suggestions && index === 0 && (
                          <datalist id={list}>
                            {column.suggestions.map((suggestion) => (
                              <option key={suggestion} value={suggestion} />
                            ))}
                          </datalist>
                        )}
                      </>
                    )}
                  </Field>
                );
              })}
              {other && (
                <p role="alert" className="col-span-12 text-xs text-danger-fg">
                  {other.split('.').slice(2).join('.')} {errors[other]}
                </p>
              )}
            </div>
            <IconButton
              label={`Remove ${one} ${index + 1}`}
              size="sm"
              onClick={() => onChange(rows.filter((_, at) => at !== index))}
            >
              <X size={14} aria-hidden />
            </IconButton>
          </div>
        );
      })}
      {errors[name] && (
        <p role="alert" className="text-xs text-danger-fg">
          {label} {errors[name]}
        </p>
      )}
      <Button
        size="sm"
        variant="ghost"
        className="self-start border-line"
        icon={<Plus size={13} aria-hidden />}
        onClick={() => onChange([...rows, empty])}
      >
        Add a {one}
      </Button>
    </fieldset>
  );
}
