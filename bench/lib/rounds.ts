const { BENCH_RUNS = '5' } = process.env;

/** How often each variant is measured; fewer while a bench is being written. */
export const RUNS = Number(BENCH_RUNS);

/**
 * Measures each variant `RUNS` times, in rounds: all of them once, then all of them again, so that what the machine does
 * beside has its effect on all alike.
 */
export async function inRounds<V, M>(
  variants: V[],
  measure: (variant: V, round: number) => M | Promise<M>,
): Promise<Map<V, M[]>> {
  const measured = new Map(variants.map((variant): [V, M[]] => [variant, []]));
  for (let round = 1; round <= RUNS; round++) {
    console.error(`round ${round} of ${RUNS}`);
    for (const variant of variants) {
      measured.get(variant)!.push(await measure(variant, round));
    }
  }
  return measured;
}
