import { cn } from './cn';
import { CopyButton } from './copy-button';

/** Something to paste into a terminal, with a button that copies it. */
export function CodeBlock({ code, label, className }: { code: string; label: string; className?: string }) {
  return (
    <figure className={cn('relative min-w-0 rounded border border-line bg-surface-0 text-left', className)}>
      <figcaption className="sr-only">{label}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre tabIndex={0} className="overflow-x-auto rounded p-3 pr-12 font-mono text-xs leading-5">
        <code>{code}</code>
      </pre>
      <CopyButton
        text={code}
        label={`Copy ${label}`}
        variant="secondary"
        className="absolute top-1.5 right-1.5"
      />
    </figure>
  );
}
