import { isDeepStrictEqual } from 'node:util'
import { type Static, Type } from 'typebox'
import type { Guard, Guards } from '../guard/guards-file.ts'
import { describeGuards } from './describe-guards.ts'
import { RuleReply, toRule } from './rule-reply.ts'
import { DIRECTIONS, type Direction } from './wanted.ts'

export const RuleDiff = Type.Object({
  id: Type.String(),
  direction: Type.Enum([...DIRECTIONS]),
  was: Type.Union([RuleReply, Type.Null()], { description: 'Null: it is new.' }),
  is: Type.Union([RuleReply, Type.Null()], { description: 'Null: it goes.' }),
})

/** Guard by guard what another file says otherwise, and which way each goes. In the order of the files, the old first. Pure. */
export function diffGuards(before: Guards, after: Guards): Static<typeof RuleDiff>[] {
  const [old, now] = [before, after].map(({ guards }) => new Map(guards.map((guard) => [guard.id, guard])))
  if (old === undefined || now === undefined) throw new Error('two files were read and fewer are here')
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((id) => {
    const [was, is] = [old.get(id), now.get(id)]
    const [wasRule, isRule] = [was ? toRule(was) : null, is ? toRule(is) : null]
    if (isDeepStrictEqual(wasRule, isRule)) return []
    return [{ id, direction: directionOf(was, is), was: wasRule, is: isRule }]
  })
}

function directionOf(was: Guard | undefined, is: Guard | undefined): Direction {
  if (was === undefined) return 'stricter'
  if (is === undefined) return 'looser'
  return describeGuards(alone(was), alone(is), []).direction
}

const alone = (guard: Guard): Guards => ({
  guards: [guard],
  reads: guard.when.reads,
  expiresMs: 0,
  budgets: [],
  hash: '',
})
