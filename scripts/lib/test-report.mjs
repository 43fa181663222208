/**
 * What the person who typed `npm test` sees: a line per step, the output of what failed, and the closing line.
 */

const colour = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (code, text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
const live = process.stdout.isTTY && !process.env.CI;

/** @param {number} ms */
export function duration(ms) {
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  if (ms < 99_500) return `${Math.round(ms / 1000)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

/** The line everything ends with; machines read it. */
export function closingLine(results) {
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  return `${sum('passed')} passed, ${sum('failed')} failed`;
}

/** One finished step as a line. */
export function stepLine({ name, passed, failed, skipped = 0, note, ms, runner }) {
  const words = [];
  if (runner && passed + failed > 0) words.push(`${passed} passed`);
  if (runner && failed > 0) words.push(`${failed} failed`);
  if (skipped > 0) words.push(`${skipped} skipped`);
  if (note) words.push(note);
  const mark = failed > 0 ? paint(31, '✗') : paint(32, '✓');
  return `  ${mark} ${name.padEnd(10)} ${words.join(', ').padEnd(44)} ${ms === undefined ? '' : duration(ms).padStart(12)}`.trimEnd();
}

/**
 * Shows the steps as they run: a line that moves in a terminal, otherwise a line when a step starts, a sign of life
 * every half minute, and a line when it ended.
 */
export function createProgress() {
  const active = new Map();
  let timer;

  const clear = () => live && active.size > 0 && process.stdout.write('\r\u001b[2K');
  const draw = () => {
    if (!live || active.size === 0) return;
    const now = performance.now();
    const parts = [...active].map(([name, step]) => `${name} ${duration(now - step.started)}`);
    const detail = active.size === 1 ? [...active.values()][0].detail : '';
    const width = (process.stdout.columns || 100) - 6;
    const text = `${parts.join(' · ')}${detail ? `  ${detail}` : ''}`;
    process.stdout.write(`\r\u001b[2K  ${paint(36, '▸')} ${text.slice(0, Math.max(width, 20))}`);
  };
  const beat = () => {
    if (live) return draw();
    const now = performance.now();
    for (const [name, step] of active) {
      if (now - step.told < 30_000) continue;
      step.told = now;
      console.log(`  … ${name.padEnd(10)} still running, ${duration(now - step.started)}`);
    }
  };

  return {
    start(name, what) {
      const now = performance.now();
      clear();
      active.set(name, { started: now, told: now, detail: '' });
      if (!live) console.log(`  ▸ ${name.padEnd(10)} ${what}`);
      timer ??= setInterval(beat, live ? 250 : 5_000);
      draw();
    },
    detail(name, line) {
      const step = active.get(name);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: colours of the tools are left out here
      if (step) step.detail = line.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '').trim();
    },
    end(result) {
      clear();
      active.delete(result.name);
      console.log(stepLine(result));
      if (active.size === 0) {
        clearInterval(timer);
        timer = undefined;
      }
      draw();
    },
    say(text) {
      clear();
      console.log(text);
      draw();
    },
  };
}

/** Everything a failing step printed, under a heading that can be found again. */
export function failureBlock({ name, note, output = '', command }) {
  const rule = '─'.repeat(Math.max(4, 76 - name.length));
  const lines = ['', paint(31, `── ${name} failed ${rule}`)];
  if (command) lines.push(`$ ${command}`);
  if (note) lines.push(`(${note})`);
  lines.push(output.trimEnd());
  return lines.join('\n');
}
