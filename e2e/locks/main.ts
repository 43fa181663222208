import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { runModel } from './run';

const { values } = parseArgs({
  options: {
    ops: { type: 'string', default: '100000' },
    seed: { type: 'string' },
    processes: { type: 'string', default: '6' },
    workers: { type: 'string', default: '8' },
  },
});
const seed = Number(values.seed ?? randomInt(2 ** 31));
const options = {
  ops: Number(values.ops),
  processes: Number(values.processes),
  workers: Number(values.workers),
};
console.log(`Seed ${seed}: npm run test:locks -- --ops ${options.ops} --seed ${seed} plans the same again.`);
const started = performance.now();
const { violations, ...seen } = await runModel({ ...options, seed, say: (line) => console.log(`  ${line}`) });
console.log(seen);
for (const violation of violations.slice(0, 50)) console.log(`✗ ${violation}`);
console.log(
  `${violations.length} violations in ${seen.ops} calls, ${Math.round((performance.now() - started) / 1000)} s, seed ${seed}.`,
);
process.exitCode = violations.length > 0 ? 1 : 0;
