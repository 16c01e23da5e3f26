import { type Static, Type } from 'typebox'
import type { Queryable } from '../../foundation/database/db.ts'
import { findVersionText } from '../rule-sets/versions.ts'
import type { Change } from '../change/change-queries.ts'
import { ChangeReply, ruleSetOf } from '../change/change-reply.ts'
import { renderDiff, RuleDiff } from '../rule-sets/guards/diff-guards.ts'
import type { Language } from '../../foundation/messages/render-message.ts'
import { SENT } from '../rule-sets/read-sent.ts'

/** One change. A change of guards also has the rules and the text that its approvers must read. */
export const ChangeDetail = Type.Object({
  change: ChangeReply,
  rules: Type.Array(RuleDiff, { description: 'For guards: each guard that differs.' }),
  text: Type.Union([Type.String(), Type.Null()], { description: 'For guards: the new file. Else null.' }),
})

/** Compares a change of guards with the guards in force when it was proposed. */
export async function readGuardsChange(
  db: Queryable,
  { kind, body }: Change,
  { person, language }: { person: string; language: Language },
): Promise<Omit<Static<typeof ChangeDetail>, 'change'>> {
  if (ruleSetOf({ kind, body }) !== 'guards') return { rules: [], text: null }
  const { text, from } = JSON.parse(body)
  const before = typeof from === 'string' ? await findVersionText(db, 'guards', from) : undefined
  const rules = await SENT.run('diffGuards', { text: String(text), adopted: before }, { person })
  return { rules: rules.map((diff) => renderDiff(diff, language)), text: String(text) }
}
