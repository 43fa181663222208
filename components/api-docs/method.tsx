import { cn } from '@/components/ui/cn';

/** The method of an operation: reading is quiet, writing has the accent, deleting says so. */
export function Method({ method, className }: { method: string; className?: string }) {
  return (
    <span
      className={cn(
        'shrink-0 font-mono text-2xs font-semibold',
        method === 'GET' ? 'text-fg-muted' : method === 'DELETE' ? 'text-danger-fg' : 'text-accent-fg',
        className,
      )}
    >
      {method === 'DELETE' ? 'DEL' : method}
    </span>
  );
}
