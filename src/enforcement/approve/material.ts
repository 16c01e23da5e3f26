import { createHash } from 'node:crypto'
import type { JudgedAccount } from '../../policy/guards/judge.ts'
import { canonicalJson } from '../../foundation/canonical.ts'

/**
 * Hashes the material that approvers judge: the account's id, handle, tags, reach by power of ten, and evidence. A
 * change of any of these voids earlier answers. It reads the database only, so a platform that is slow for a moment
 * voids no answer.
 */
export function hashMaterial({ id, handle, tags, reachClass, evidence }: JudgedAccount): Buffer {
  return createHash('sha256')
    .update(canonicalJson({ id, handle, tags: [...tags].sort(), reachClass, evidence }))
    .digest()
}
