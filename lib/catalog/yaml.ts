import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  LineCounter,
  parseAllDocuments,
  stringify,
  visit,
} from 'yaml';
import { invalid } from '@/lib/errors';
import { checkText, maxDepth } from '@/lib/http/json';

/**
 * YAML as a format for data alone: the core schema (no tags that make anything but JSON values), no anchors to speak of, no
 * depth that a walk could not bear.
 */

/** Most documents that one text may hold. */
export const maxDocuments = 5000;

/** One document of a text: a JSON value, or what is wrong with it. */
export type YamlDocument = { value: unknown } | { problem: string };

const refuse = (detail: string) => invalid([{ in: 'body', path: ['yaml'], detail }]);

/** Longest document, in characters. The parser takes its time, and nothing else runs meanwhile. */
export const maxDocumentLength = 512 * 1024;

/**
 * The documents of a text, one after the other, so that whoever reads them can let others go first in between; empty ones are
 * left out. A document that cannot be read says why, and the others can still be used. Throws `invalid` when there are too
 * many.
 */
export function* readYaml(text: string): Generator<YamlDocument> {
  // Three dashes at the beginning of a line are the marker of a document wherever they stand, even within a text.
  const parts = text.replace(/^\ufeff/, '').split(/^---(?=\s|$)/m);
  let count = parts.length - 1;
  if (count > maxDocuments) throw refuse(`holds more than ${maxDocuments} documents`);
  let line = 1;
  for (const [index, part] of parts.entries()) {
    const first = line;
    line += part.split('\n').length - 1;
    // What is before the first marker may be directives.
    if (index === 0 && parts.length > 1 && !/^[^\s#%]/m.test(part)) continue;
    if (part.length > maxDocumentLength) {
      yield { problem: `line ${first}: the document is longer than ${maxDocumentLength} characters` };
      continue;
    }
    for (const document of readPart(part, first)) {
      // More may come of a part that uses the marker of an end.
      if (++count > 2 * maxDocuments) throw refuse(`holds more than ${maxDocuments} documents`);
      yield document;
    }
  }
}

function readPart(text: string, firstLine: number): YamlDocument[] {
  const lines = new LineCounter();
  return parse(text, lines).flatMap((document): YamlDocument[] => {
    // A warning is a tag that nobody knows; its value would be taken for something else than was meant.
    const [error] = [...document.errors, ...document.warnings];
    if (error)
      return [{ problem: `line ${lines.linePos(error.pos[0]).line + firstLine - 1}: ${error.message}` }];
    const problem = outOfBounds(document);
    if (problem) return [{ problem }];
    try {
      // Every alias may stand for its anchor a few times; more is how small texts become enormous ones.
      const value: unknown = document.toJS({ maxAliasCount: 20 });
      if (value === null || value === undefined) return [];
      checkTexts(value);
      return [{ value }];
    } catch (thrown) {
      return [{ problem: (thrown as Error).message }];
    }
  });
}

function parse(text: string, lineCounter: LineCounter): readonly Document.Parsed[] {
  try {
    const documents = parseAllDocuments(text, {
      lineCounter,
      schema: 'core',
      merge: false,
      prettyErrors: false,
      logLevel: 'silent',
      // The parser compares each name with all before it; see below.
      uniqueKeys: false,
      stringKeys: true,
    });
    return Array.isArray(documents) ? documents : [];
  } catch (error) {
    // The parser calls itself for each level; a hundred thousand brackets are more than the stack holds.
    if (error instanceof RangeError) throw refuse(`is nested deeper than ${maxDepth} levels`);
    throw error;
  }
}

/** What makes a document more than data: a name that stands twice, a great many aliases, or depth without end. */
function outOfBounds(document: Document): string | null {
  let problem: string | null = null;
  let aliases = 0;
  visit(document, {
    Node(_, node, path) {
      if (isAlias(node) && ++aliases > 100) problem = 'has more than 100 aliases';
      // A pair and its value are two steps of a path.
      else if (path.length > 2 * maxDepth) problem = `is nested deeper than ${maxDepth} levels`;
      else if (isMap(node)) {
        const names = new Set<unknown>();
        for (const { key } of node.items) {
          const name = isScalar(key) ? key.value : key;
          if (names.has(name)) problem = `${JSON.stringify(name)} stands more than once in the same object`;
          names.add(name);
        }
      }
      return problem === null ? undefined : visit.BREAK;
    },
  });
  return problem;
}

/** Refuses what could not be stored unchanged. */
function checkTexts(value: unknown): void {
  if (typeof value === 'string') checkText(value, []);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      checkText(name, []);
      checkTexts(inner);
    }
  }
}

/** Documents as one text. */
export function writeYaml(documents: readonly unknown[]): string {
  return documents
    .map(
      (document) =>
        `---\n${stringify(document, { lineWidth: 0, aliasDuplicateObjects: false, schema: 'core' })}`,
    )
    .join('');
}
