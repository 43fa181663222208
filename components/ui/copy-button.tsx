'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { announce } from '@/components/frame/live-region';
import { type ButtonVariant, IconButton } from './button';

/**
 * Puts text on the clipboard. The clipboard API needs a secure context, which a plain http host on a LAN is not, so
 * there is the older way too.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.style.position = 'fixed';
    area.style.opacity = '0';
    document.body.append(area);
    area.select();
    const copied = document.execCommand('copy');
    area.remove();
    return copied;
  }
}

/** Copies `text` and shows for a moment that it did. */
export function CopyButton(props: {
  text: string;
  label?: string;
  size?: 'md' | 'sm';
  variant?: ButtonVariant;
  className?: string;
}) {
  const { text, label = 'Copy', size = 'sm', variant = 'ghost', className } = props;
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');

  // The outside system: time.
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), 2_000);
    return () => clearTimeout(timer);
  }, [state]);

  const copy = async () => {
    const copied = await copyText(text);
    setState(copied ? 'copied' : 'failed');
    announce(copied ? 'Copied' : 'Could not copy: select the text instead');
  };
  return (
    <IconButton
      label={
        state === 'copied' ? 'Copied' : state === 'failed' ? 'Could not copy: select the text instead' : label
      }
      size={size}
      variant={variant}
      className={className}
      onClick={copy}
    >
      {state === 'copied' ? (
        <Check size={14} aria-hidden className="text-accent-fg" />
      ) : (
        <Copy size={14} aria-hidden />
      )}
    </IconButton>
  );
}
