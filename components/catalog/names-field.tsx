'use client';

import { X } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { useFieldAttributes } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { useAfterPress } from '@/components/ui/use-after-press';
import { nameKey } from '@/lib/names';

type NamesFieldProps = {
  names: readonly string[];
  /** What one of them is called: `dependency`. */
  one: string;
  suggestions: readonly string[];
  placeholder?: string;
  onChange: (names: readonly string[]) => void;
};

/** Names, of services unless said otherwise: typed or picked one by one, each with a way to take it back. Inside a Field. */
export function NamesField(props: NamesFieldProps) {
  const { names, one, suggestions, placeholder = 'Name of a service', onChange } = props;
  const list = useId();
  const attributes = useFieldAttributes();
  const [typed, setTyped] = useState('');
  const afterPress = useAfterPress();
  const add = () => {
    const name = typed.trim();
    setTyped('');
    if (name === '' || names.some((other) => nameKey(other) === nameKey(name))) return;
    onChange([...names, name]);
  };
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex gap-2">
        <Input
          {...attributes}
          value={typed}
          list={list}
          autoComplete="off"
          spellCheck={false}
          placeholder={placeholder}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || typed.trim() === '') return;
            event.preventDefault();
            add();
          }}
          // What was typed and not added yet would be lost with the form. The new name moves what is below it.
          onBlur={() => afterPress(add)}
        />
        <Button onClick={add} disabled={typed.trim() === ''}>
          Add
        </Button>
      </div>
      <datalist id={list}>
        {suggestions.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {names.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {names.map((name) => (
            <li
              key={name}
              className="inline-flex h-6 max-w-full items-center rounded-sm border border-line-strong bg-surface-1 pl-2 text-xs pointer-coarse:h-9"
            >
              <span className="truncate font-medium">{name}</span>
              <button
                type="button"
                aria-label={`Remove ${one} ${name}`}
                onClick={() => onChange(names.filter((other) => other !== name))}
                className="ml-1 flex h-full w-6 shrink-0 items-center justify-center rounded-r-sm text-fg-subtle hover:bg-surface-2 hover:text-fg pointer-coarse:w-9"
              >
                <X size={12} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
