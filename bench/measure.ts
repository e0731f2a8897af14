/** Measuring two ways of doing the same thing in one run, turn about, so that the machine's moods fall on both. */

export interface BenchRow {
  name: string;
  value: number;
  unit: string;
  /** The same by the plainest means, in the same unit. */
  baseline: number | null;
  ratio: number | null;
}

const milliseconds = async (work: () => Promise<unknown>): Promise<number> => {
  const from = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - from) / 1e6;
};

/** The value below which a share of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** One measured value against the most (or least) that was asked for. */
export const against = (name: string, value: number, unit: string, asked: number): BenchRow => ({
  name,
  value: rounded(value),
  unit,
  baseline: asked,
  ratio: rounded(value / asked),
});

/** The 95th percentiles of two ways, run turn about after a warm-up. */
export async function compare(
  name: string,
  rounds: number,
  ours: (round: number) => Promise<unknown>,
  plain: (round: number) => Promise<unknown>,
): Promise<BenchRow> {
  const mine: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds + 10; round += 1) {
    const a = await milliseconds(() => ours(round));
    const b = await milliseconds(() => plain(round));
    if (round >= 10) {
      mine.push(a);
      theirs.push(b);
    }
  }
  const value = percentile(mine, 0.95);
  const baseline = percentile(theirs, 0.95);
  return { name, value: rounded(value), unit: 'ms p95', baseline: rounded(baseline), ratio: rounded(value / baseline) };
}

/** The 95th percentile of one way, after a warm-up. */
export async function p95(name: string, rounds: number, work: (round: number) => Promise<unknown>): Promise<BenchRow> {
  const samples: number[] = [];
  for (let round = 0; round < rounds + 5; round += 1) {
    const took = await milliseconds(() => work(round));
    if (round >= 5) samples.push(took);
  }
  return { name, value: rounded(percentile(samples, 0.95)), unit: 'ms p95', baseline: null, ratio: null };
}
