import { Fragment } from 'react';

/** A sentence in which `code` stands between backticks. */
export function Inline({ text }: { text: string }) {
  return text.split('`').map((part, index) =>
    index % 2 === 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a fixed text
      <code key={index} className="rounded-xs bg-surface-2 px-1 font-mono text-[0.92em] wrap-anywhere">
        {part}
      </code>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a fixed text
      <Fragment key={index}>{part}</Fragment>
    ),
  );
}

/** A description: paragraphs parted by empty lines. */
export function Prose({ text, className }: { text: string; className?: string }) {
  return text.split('\n\n').map((paragraph) => (
    <p key={paragraph} className={className}>
      <Inline text={paragraph} />
    </p>
  ));
}
