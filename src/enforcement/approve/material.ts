import { createHash } from 'node:crypto'
import type { JudgedAccount } from '../../policy/guards/judge.ts'
import { canonicalJson } from '../../foundation/canonical.ts'

/**
 * What approvers judge: whose account it is, what it stands for, by which power of ten it reaches people, and what it said.
 * When any of it changes, what was said of the old no longer counts. From what is on record, so that a platform that is
 * slow for a moment undoes nobody's answer.
 */
export function hashMaterial({ id, handle, tags, reachClass, evidence }: JudgedAccount): Buffer {
  return createHash('sha256')
    .update(canonicalJson({ id, handle, tags: [...tags].sort(), reachClass, evidence }))
    .digest()
}
