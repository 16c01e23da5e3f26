import type { SubjectFacts } from '@countersign/platform-kit'
import type { Tx } from '../../foundation/database/db.ts'
import { prepared } from '../../foundation/database/prepared.ts'

/**
 * Records when the platform says that the contents it was just asked about were published and last edited. PostgreSQL judges by these
 * rows how old a content is, so nothing but a connector's answer may come here. Call it once the contents themselves are recorded.
 */
export function queueContentTimes(tx: Tx, read: readonly SubjectFacts[]): void {
  const readings = read.flatMap(({ content }) => {
    if (content === undefined) return []
    const { id, createdAt, editedAt } = content
    return [{ id, publishedAt: momentOf(createdAt), editedAt: momentOf(editedAt) }]
  })
  if (readings.length === 0) return
  tx.queue(prepared('record-content-times')`select record_content_times(${JSON.stringify(readings)}::json)`)
}

const momentOf = (at: string | null | undefined): string | null => (at === undefined || at === 'absent' ? null : at)
