import { isDeepStrictEqual } from 'node:util'
import { type Static, Type } from 'typebox'
import { NO_ITEM_TYPES } from '../../../policy/items/item-types.ts'
import type { Guard, Guards } from '../../../policy/guards/guards-file.ts'
import { compareGuards } from '../compare/compare-guards.ts'
import { renderRule, RuleReply, type RuleTexts, toRule } from './rule-reply.ts'
import type { Language } from '../../../foundation/messages/render-message.ts'
import { FACTS_MAX } from '../compare/probe-enforcements.ts'
import { DIRECTIONS, type Direction } from '../../change/wanted.ts'

export const RuleDiff = Type.Object({
  id: Type.String(),
  direction: Type.Enum([...DIRECTIONS]),
  was: Type.Union([RuleReply, Type.Null()], { description: 'The guard before. Null: it is new.' }),
  is: Type.Union([RuleReply, Type.Null()], { description: 'The guard afterwards. Null: it is removed.' }),
})

/** A guard that differs, with its texts to be rendered in the reader's language. */
interface RuleDiffTexts {
  id: string
  direction: Direction
  was: RuleTexts | null
  is: RuleTexts | null
}

export const renderDiff = ({ id, direction, was, is }: RuleDiffTexts, language: Language): Static<typeof RuleDiff> => ({
  id,
  direction,
  was: was && renderRule(was, language),
  is: is && renderRule(is, language),
})

/**
 * Lists the guards that differ in another file, each with its direction. In the order of the files, the old one first.
 * Pure.
 */
export function diffGuards(before: Guards, after: Guards): RuleDiffTexts[] {
  const [old, now] = [before, after].map(({ guards }) => new Map(guards.map((guard) => [guard.id, guard])))
  if (old === undefined || now === undefined) throw new Error('two files were read and fewer are here')
  const differing = [...new Set([...old.keys(), ...now.keys()])].flatMap((id) => {
    const [was, is] = [old.get(id), now.get(id)]
    const [wasRule, isRule] = [was ? toRule(was) : null, is ? toRule(is) : null]
    return isDeepStrictEqual(wasRule, isRule) ? [] : [{ id, was, is, wasRule, isRule }]
  })
  // All guards together are tried with as many facts as one alone would be, so that many take no longer than one.
  const factsMax = Math.max(FACTS_MIN, Math.floor(FACTS_MAX / (1 + differing.length)))
  return differing.map(({ id, was, is, wasRule, isRule }) => {
    return { id, direction: directionOf(was, is, factsMax), was: wasRule, is: isRule }
  })
}

const FACTS_MIN = 20

function directionOf(was: Guard | undefined, is: Guard | undefined, factsMax: number): Direction {
  if (was === undefined) return 'stricter'
  if (is === undefined) return 'looser'
  return compareGuards(alone(was), alone(is), [], factsMax).direction
}

const alone = (guard: Guard): Guards => ({
  guards: [guard],
  reads: guard.when.reads,
  expiresMs: 0,
  budgets: [],
  items: NO_ITEM_TYPES,
  hash: '',
})
