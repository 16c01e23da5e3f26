import { countTransparencyDays } from '../../src/oversight/transparency/counts/count-days.ts'
import type { Desk } from '../../src/policy/desk.ts'

/** Counts every day that is over, however long a busy machine takes. */
export async function countAll(desk: Pick<Desk, 'db'>): Promise<void> {
  while (!(await countTransparencyDays(desk)));
}
