'use client';

import { Check } from 'lucide-react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { cn } from './cn';
import { Kbd } from './kbd';
import { useRefusal } from './refusal';

const itemClass =
  'flex h-control-sm cursor-default select-none items-center gap-2 rounded-sm px-2 outline-none data-disabled:opacity-50 aria-disabled:opacity-50 data-highlighted:bg-surface-2 [&_svg]:shrink-0';

/** A menu of commands behind a button. Arrow keys, typing ahead, Esc. */
export function Menu(props: {
  trigger: ReactElement;
  label: string;
  children: ReactNode;
  align?: 'start' | 'center' | 'end';
  /** Only for a menu that something else opens too, such as a key. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
}) {
  return (
    <Radix.Root modal={false} open={props.open} onOpenChange={props.onOpenChange}>
      <Radix.Trigger asChild>{props.trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={props.label}
          align={props.align ?? 'end'}
          sideOffset={6}
          collisionPadding={8}
          className={cn(
            'enter-fade z-overlay max-h-(--radix-dropdown-menu-content-available-height) min-w-48 overflow-auto rounded-md border border-line-strong bg-surface-1 p-1 text-fg shadow-overlay',
            props.className,
          )}
        >
          {props.children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

type MenuItemProps = {
  children: ReactNode;
  onSelect?: () => void;
  icon?: ReactNode;
  keys?: string;
  tone?: 'neutral' | 'danger';
  disabled?: boolean;
  /** A link to go to instead of a command: `<MenuItem asChild><Link …/></MenuItem>`. */
  asChild?: boolean;
};

export function MenuItem({
  children,
  onSelect,
  icon,
  keys,
  tone = 'neutral',
  disabled,
  asChild,
}: MenuItemProps) {
  const refusal = useRefusal();
  const className = cn(itemClass, tone === 'danger' && 'text-danger-fg');
  if (asChild) {
    return (
      <Radix.Item asChild className={className} disabled={disabled}>
        {children}
      </Radix.Item>
    );
  }
  return (
    <Radix.Item
      className={className}
      disabled={disabled}
      onSelect={refusal ? refusal.tell : onSelect}
      // It can be reached, so that the reason is read.
      {...(refusal && {
        'aria-disabled': true,
        'aria-description': refusal.reason,
        'data-tip': refusal.reason,
      })}
    >
      {icon && <span className="text-fg-subtle">{icon}</span>}
      <span className="flex-1">{children}</span>
      {keys && <Kbd keys={keys} className="ml-4" />}
    </Radix.Item>
  );
}

/** One of several: the chosen one has a check. Choosing keeps the menu open, so the effect can be seen. */
export function MenuChoice<T extends string>(props: {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: ReadonlyArray<{ value: T; label: string; note?: string }>;
}) {
  return (
    <Radix.RadioGroup value={props.value} onValueChange={(value) => props.onChange(value as T)}>
      <MenuLabel>{props.label}</MenuLabel>
      {props.options.map((option) => (
        <Radix.RadioItem
          key={option.value}
          value={option.value}
          className={itemClass}
          onSelect={(event) => event.preventDefault()}
        >
          <span className="flex w-3.5 justify-center text-accent-fg">
            <Radix.ItemIndicator>
              <Check size={14} aria-hidden />
            </Radix.ItemIndicator>
          </span>
          <span className="flex-1">{option.label}</span>
          {option.note && <span className="nums text-fg-subtle">{option.note}</span>}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pt-2 pb-1 text-2xs font-medium text-fg-subtle">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
}
