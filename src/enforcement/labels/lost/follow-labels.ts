import type { Desk } from '../../../policy/desk.ts'
import { appendLabels, LABELS_KEPT, labelFileOf, readLabelFile } from './label-file.ts'
import { findNumberBefore, listFiledAfter } from './lost-queries.ts'

const PAGE_LABELS = 1_000

/**
 * Copies each published label to the file of this machine, about a second after it was published by any machine. After a
 * crash the next run continues after the last label of the file.
 */
export function makeLabelFollower(): (desk: Desk) => Promise<void> {
  let after: number | undefined
  return async (desk) => {
    const { db, labeler, recoveryJournal } = desk
    if (labeler === undefined) return
    const file = labelFileOf(recoveryJournal.path)
    after ??= await findStart(desk, file)
    for (;;) {
      const labels = await listFiledAfter(db, after, PAGE_LABELS)
      await appendLabels(file, labels)
      after = labels.at(-1)?.seq ?? after
      if (labels.length < PAGE_LABELS) return
    }
  }
}

/** Returns the number of the last label in the file, or the one before the newest labels of the database. */
async function findStart({ db }: Desk, file: string): Promise<number> {
  let last = await findNumberBefore(db, LABELS_KEPT)
  for (const seq of (await readLabelFile(file)).keys()) last = Math.max(last, seq)
  return last
}
