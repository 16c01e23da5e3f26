import { message } from '../../../foundation/messages/message.ts'
import { RETENTION_KINDS, type Retention } from '../../../policy/retention/retention-file.ts'
import { paragraphs } from '../../describe/paragraphs.ts'
import type { Described } from '../../change/wanted.ts'

/**
 * Compares two files of times of storage. A shorter time destroys evidence and a longer one keeps what people want
 * forgotten, so no file is stricter than another: the change is mixed. Pure.
 */
export function compareRetention({ days: before }: Retention, { days: after }: Retention): Described {
  const said = RETENTION_KINDS.flatMap((kind) => {
    const [was, is] = [before[kind], after[kind]]
    if (was === is) return []
    return [message(is < was ? 'described.retention.shorter' : 'described.retention.longer', { kind, was, is })]
  })
  const says = said.length === 0 ? message('described.ruleSet.sameRetention') : paragraphs(said)
  return { says, direction: 'mixed' }
}
