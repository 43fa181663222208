import { Square, SquareCheck } from 'lucide-react';
import type { Token, Tokens } from 'marked';
import Link from 'next/link';
import { createElement, Fragment, type ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import styles from './markdown.module.css';
import { decodeEntities, linkTarget, readMarkdown } from './read-markdown';

type MarkdownProps = {
  text: string;
  /** The level of its highest heading: what it stands under has the one before. */
  level?: 3 | 4 | 5;
  className?: string;
};

/** Deeper than this, a quote within a quote is shown as it was written. */
const maxDepth = 16;

/**
 * What people wrote, as elements. HTML in it is shown as the text it is, a link leads to http and https alone, and a picture is a link to
 * it: nothing is ever loaded from elsewhere. Renders on the server as in the browser.
 */
export function Markdown({ text, level = 3, className }: MarkdownProps) {
  return (
    <div className={cn(styles.markdown, className)}>
      <Blocks tokens={readMarkdown(text)} level={level} depth={0} />
    </div>
  );
}

type Place = { level: number; depth: number };

function Blocks({ tokens, ...place }: { tokens: readonly Token[] } & Place): ReactNode {
  if (place.depth > maxDepth) return <p>{tokens.map(({ raw }) => raw).join('')}</p>;
  return tokens.map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text is rendered anew as a whole
    <Block key={index} token={token as Tokens.Generic} {...place} />
  ));
}

function Block({ token, level, depth }: { token: Tokens.Generic } & Place): ReactNode {
  const inner = { level, depth: depth + 1 };
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'heading':
      return createElement(
        `h${Math.min(6, level + (token as Tokens.Heading).depth - 1)}`,
        null,
        <Inline tokens={token.tokens ?? []} depth={depth} />,
      );
    case 'paragraph':
      return (
        <p>
          <Inline tokens={token.tokens ?? []} depth={depth} />
        </p>
      );
    case 'text':
      return <Inline tokens={token.tokens ?? [token]} depth={depth} />;
    case 'blockquote':
      return (
        <blockquote>
          <Blocks tokens={token.tokens ?? []} {...inner} />
        </blockquote>
      );
    case 'list':
      return <List list={token as Tokens.List} {...inner} />;
    case 'code':
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <pre tabIndex={0}>
          <code>{(token as Tokens.Code).text}</code>
        </pre>
      );
    case 'hr':
      return <hr />;
    case 'table':
      return <Grid table={token as Tokens.Table} depth={depth} />;
    case 'checkbox':
      return <Tick done={Boolean((token as { checked?: boolean }).checked)} />;
    default:
      // HTML, and whatever a later reader may know: the text it is.
      return <p className={styles.raw}>{token.raw}</p>;
  }
}

function List({ list, level, depth }: { list: Tokens.List } & Place) {
  const items = list.items.map((item, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text is rendered anew as a whole
    <li key={index} className={item.task ? styles.task : undefined}>
      <Blocks tokens={item.tokens} level={level} depth={depth} />
    </li>
  ));
  if (!list.ordered) return <ul>{items}</ul>;
  const start = Number(list.start);
  return <ol start={Number.isSafeInteger(start) && start !== 1 ? start : undefined}>{items}</ol>;
}

function Tick({ done }: { done: boolean }) {
  const Box = done ? SquareCheck : Square;
  return (
    <span className={styles.tick}>
      <Box size={13} aria-hidden className="inline align-[-0.125em]" />
      <span className="sr-only">{done ? 'Done: ' : 'To do: '}</span>
    </span>
  );
}

function Grid({ table, depth }: { table: Tokens.Table; depth: number }) {
  const align = (index: number) => ({ textAlign: table.align[index] ?? undefined });
  return (
    <section
      aria-label="Table"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className={styles.table}
    >
      <table>
        <thead>
          <tr>
            {table.header.map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a text is rendered anew as a whole
              <th key={index} scope="col" style={align(index)}>
                <Inline tokens={cell.tokens} depth={depth} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a text is rendered anew as a whole
            <tr key={index}>
              {row.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a text is rendered anew as a whole
                <td key={column} style={align(column)}>
                  <Inline tokens={cell.tokens} depth={depth} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Inline({ tokens, depth }: { tokens: readonly Token[]; depth: number }): ReactNode {
  if (depth > maxDepth) return tokens.map(({ raw }) => raw).join('');
  return tokens.map((token, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a text is rendered anew as a whole
    <Fragment key={index}>{inline(token as Tokens.Generic, depth + 1)}</Fragment>
  ));
}

function inline(token: Tokens.Generic, depth: number): ReactNode {
  const inner = () => <Inline tokens={token.tokens ?? []} depth={depth} />;
  switch (token.type) {
    case 'text':
      return token.tokens ? inner() : decodeEntities(token.text);
    case 'escape':
      return token.text;
    case 'strong':
      return <strong>{inner()}</strong>;
    case 'em':
      return <em>{inner()}</em>;
    case 'del':
      return <del>{inner()}</del>;
    case 'codespan':
      return <code>{token.text}</code>;
    case 'br':
      return <br />;
    case 'link':
      return <Leading href={(token as Tokens.Link).href}>{inner()}</Leading>;
    case 'image': {
      const { href, text } = token as Tokens.Image;
      return <Leading href={href}>{text === '' ? 'Picture' : `Picture: ${decodeEntities(text)}`}</Leading>;
    }
    case 'checkbox':
      return <Tick done={Boolean((token as { checked?: boolean }).checked)} />;
    default:
      return token.raw;
  }
}

/** A link, or its words alone when it leads where no link may. */
function Leading({ href, children }: { href: string; children: ReactNode }) {
  const target = linkTarget(href);
  if (target === null) return children;
  if (target.here) {
    return (
      <Link href={target.href as '/'} prefetch={false}>
        {children}
      </Link>
    );
  }
  return (
    <a href={target.href} target="_blank" rel="noopener noreferrer nofollow ugc">
      {children}
    </a>
  );
}
