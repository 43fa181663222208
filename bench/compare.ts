/** One side of a comparison: its name and how to measure one round of it, in units per second. */
export interface Side {
  name: string;
  round(): Promise<number>;
}

export interface Comparison {
  title: string;
  unit: string;
  /** What is compared with the first of the others… */
  ours: Side;
  /** …and each of the others with its aim. */
  others: (Side & { aim: number })[];
}

const median = (values: readonly number[]) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
};

const short = (value: number) =>
  value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(2);

/**
 * Runs the sides in turn, round by round, so that a machine whose speed drifts hits all of them alike, and prints each
 * side's median and each ratio's median with its spread, taken pair by pair. The first round warms up and does not count.
 */
export async function compare({ title, unit, ours, others }: Comparison, rounds: number): Promise<void> {
  const measured = new Map<string, number[]>([ours, ...others].map((side) => [side.name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const side of [ours, ...others]) {
      const value = await side.round();
      if (round > 0) measured.get(side.name)?.push(value);
    }
  }
  const own = measured.get(ours.name) as number[];
  console.log(`\n${title}`);
  console.log(`  ${ours.name.padEnd(44)} ${short(median(own)).padStart(9)} ${unit}`);
  for (const other of others) {
    const values = measured.get(other.name) as number[];
    const ratios = own.map((value, index) => value / (values[index] as number));
    const ratio = median(ratios);
    const verdict = ratio >= other.aim ? 'reached' : 'MISSED';
    console.log(`  ${other.name.padEnd(44)} ${short(median(values)).padStart(9)} ${unit}`);
    console.log(
      `    ratio ${ratio.toFixed(2)}  (${Math.min(...ratios).toFixed(2)} … ${Math.max(...ratios).toFixed(2)})   aim ≥ ${other.aim}: ${verdict}`,
    );
  }
}
