import { Fragment } from 'react';

/** A description in which `code` stands between backticks and empty lines part paragraphs. */
export function Prose({ text, className }: { text: string; className?: string }) {
  return text.split('\n\n').map((paragraph) => (
    <p key={paragraph} className={className}>
      {paragraph.split('`').map((part, index) =>
        index % 2 === 1 ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of a fixed text
          <code key={index} className="rounded-xs bg-surface-2 px-1 font-mono text-[0.92em] wrap-anywhere">
            {part}
          </code>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts of a fixed text
          <Fragment key={index}>{part}</Fragment>
        ),
      )}
    </p>
  ));
}
