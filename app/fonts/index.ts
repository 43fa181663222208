/**
 * Inter and JetBrains Mono, variable, served by the application itself.
 *
 * Latin is preloaded and has a size-adjusted fallback, so nothing moves when it arrives. The other scripts are
 * separate families limited by `unicode-range`: a browser fetches one only when a page contains such a letter.
 */
import localFont from 'next/font/local';

const sansLatin = localFont({
  src: './inter-latin.woff2',
  weight: '100 900',
  variable: '--font-inter',
  display: 'swap',
  adjustFontFallback: 'Arial',
  fallback: ['system-ui', 'sans-serif'],
});

const monoLatin = localFont({
  src: './jetbrains-mono-latin.woff2',
  weight: '100 800',
  variable: '--font-jetbrains',
  display: 'swap',
  adjustFontFallback: false,
  fallback: ['ui-monospace', 'SFMono-Regular', 'Menlo', 'Consolas', 'monospace'],
});

const sansLatinExt = localFont({
  src: './inter-latin-ext.woff2',
  weight: '100 900',
  variable: '--font-inter-latin-ext',
  preload: false,
  adjustFontFallback: false,
  declarations: [
    {
      prop: 'unicode-range',
      value:
        'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF',
    },
  ],
});

const sansCyrillic = localFont({
  src: './inter-cyrillic.woff2',
  weight: '100 900',
  variable: '--font-inter-cyrillic',
  preload: false,
  adjustFontFallback: false,
  declarations: [{ prop: 'unicode-range', value: 'U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116' }],
});

const sansGreek = localFont({
  src: './inter-greek.woff2',
  weight: '100 900',
  variable: '--font-inter-greek',
  preload: false,
  adjustFontFallback: false,
  declarations: [
    { prop: 'unicode-range', value: 'U+0370-0377,U+037A-037F,U+0384-038A,U+038C,U+038E-03A1,U+03A3-03FF' },
  ],
});

const monoLatinExt = localFont({
  src: './jetbrains-mono-latin-ext.woff2',
  weight: '100 800',
  variable: '--font-jetbrains-latin-ext',
  preload: false,
  adjustFontFallback: false,
  declarations: [
    {
      prop: 'unicode-range',
      value:
        'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF',
    },
  ],
});

const monoCyrillic = localFont({
  src: './jetbrains-mono-cyrillic.woff2',
  weight: '100 800',
  variable: '--font-jetbrains-cyrillic',
  preload: false,
  adjustFontFallback: false,
  declarations: [{ prop: 'unicode-range', value: 'U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116' }],
});

const monoGreek = localFont({
  src: './jetbrains-mono-greek.woff2',
  weight: '100 800',
  variable: '--font-jetbrains-greek',
  preload: false,
  adjustFontFallback: false,
  declarations: [
    { prop: 'unicode-range', value: 'U+0370-0377,U+037A-037F,U+0384-038A,U+038C,U+038E-03A1,U+03A3-03FF' },
  ],
});

/** Classes for `<html>`: they define the variables that `--font-sans` and `--font-mono` in `tokens.css` are made of. */
export const fontVariables = [
  sansLatin,
  sansLatinExt,
  sansCyrillic,
  sansGreek,
  monoLatin,
  monoLatinExt,
  monoCyrillic,
  monoGreek,
]
  .map((font) => font.variable)
  .join(' ');
