import { Value } from 'typebox/value'
import { SECOND_MS } from '../../../foundation/durations.ts'
import { ANSWERS } from '../description/answers.ts'
import { Mismatch, type Received, type Sent, said } from '../player.ts'
import { APPLIED, KNOWN, NOT_AGREED, OFFLINE, UP } from '../scenario.ts'
import { assertOutcomes, type LiveCheck, waitForState, readBack } from './check.ts'
import { PER_MINUTE } from './live-subjects.ts'

const TAKEN: Sent = { to: 'vale', generation: 1, desired: OFFLINE }
const BODY_CHARS_MAX = 1_000_000
const GENERATIONS = [5, 2, 8, 1, 7, 3, 6, 4]
const ENDS_IN_MS = 3 * SECOND_MS
const TOLERANCE_MS = 300 * SECOND_MS

const DELIVERY: readonly LiveCheck[] = [
  {
    id: 'live.doubled',
    sentence: 'The same instruction sent twice at once is carried out once.',
    run: async ({ player, stage }) => {
      const calls = [player.prepare(TAKEN), player.prepare(TAKEN)]
      const answers = await Promise.all(calls.map((call) => stage.send(call)))
      assertOutcomes(answers, ['applied', 'known'])
      const [one, other] = answers.map(({ body }) => body?.appliedAt)
      if (one !== other) throw new Mismatch('one appliedAt', `${one} and ${other}`)
      await player.shows('vale', OFFLINE, { generation: 1 })
      return undefined
    },
  },
  {
    id: 'live.replayed-at-once',
    sentence: 'The same signed bytes sent twice at once are accepted once.',
    run: async ({ player, stage }) => {
      const call = player.prepare(TAKEN)
      assertOutcomes(await Promise.all([stage.send(call), stage.send(call)]), ['applied', 'replayed'])
      return undefined
    },
  },
  {
    id: 'live.lost-answer',
    sentence: 'After a lost answer the same instruction leads to the same state, and happens once.',
    run: async ({ player, stage }) => {
      await stage.sendAndHangUp(player.prepare(TAKEN))
      const again = await stage.send(player.prepare(TAKEN))
      if (again.status !== 200) throw new Mismatch('200 applied or known', said(again))
      await player.apply(TAKEN, KNOWN)
      await player.shows('vale', OFFLINE, { generation: 1 })
      return undefined
    },
  },
  {
    id: 'live.out-of-order',
    sentence: 'Of instructions that arrive at once and out of order the highest generation wins.',
    run: async ({ player, stage }) => {
      const calls = GENERATIONS.map((generation) =>
        player.prepare({ to: 'vale', generation, desired: generation % 2 === 0 ? OFFLINE : UP }),
      )
      for (const answer of await Promise.all(calls.map((call) => stage.send(call)))) {
        const isAllowed = answer.body?.outcome === 'applied' || answer.body?.refusal === 'stale_generation'
        if (!isAllowed) throw new Mismatch('applied or stale_generation', said(answer))
      }
      await player.shows('vale', OFFLINE, { generation: Math.max(...GENERATIONS) })
      return undefined
    },
  },
  {
    id: 'live.batch-full',
    sentence: 'A batch of the stated size is carried out, each instruction in its order.',
    needs: 'batch',
    run: async ({ player }) => {
      const { body } = await player.ask({ type: 'platform.capabilities' })
      const { instructionsMax } = { instructionsMax: 0, ...(body?.batch as object) }
      const items = Array.from({ length: instructionsMax }, (_item, place) => ({
        ...{ to: 'vale', generation: place + 1 },
        desired: { ...UP, labels: [`label-${place}`] },
      }))
      const outcomes = items.map(({ generation }) => ({ ...APPLIED, generation }))
      await player.applyBatch(items, outcomes)
      await player.shows('vale', { ...UP, labels: [`label-${instructionsMax - 1}`] }, { generation: instructionsMax })
      return undefined
    },
  },
  {
    id: 'live.oversized',
    sentence: 'A body of more than 1,000,000 characters is refused.',
    run: async ({ player, stage }) => {
      const answer = await stage.send(player.prepare({ ...TAKEN, more: { long: 'x'.repeat(BODY_CHARS_MAX) } }))
      if (answer.status !== 400 && answer.status !== 413) throw new Mismatch('400 or 413', said(answer))
      await player.shows('vale', UP, { generation: 0 })
      return undefined
    },
  },
]

const TIME: readonly LiveCheck[] = [
  {
    id: 'live.reverts',
    sentence: 'The platform restores by itself when an effect ends, without any call of the desk.',
    run: async (context) => {
      const { player } = context
      const sent = { ...TAKEN, reverts: [player.revertIn(ENDS_IN_MS)] }
      await player.apply(sent, APPLIED)
      await waitForState(context, UP)
      await player.apply(sent, KNOWN)
      await player.shows('vale', UP, { generation: 1 })
      return undefined
    },
  },
  {
    id: 'live.reverts-protected',
    sentence: 'Signatures of an effect that ended by itself are used up.',
    run: async (context) => {
      const { player } = context
      const enforcements = [{ enforcement: 'enf_1', action: 'suspend', legalDuty: false, until: null }]
      const agreed = (['ana', 'ben'] as const).map((by) => player.sign(by, 'enf_1', 'vale'))
      const approvals = [player.sign('dora', 'enf_1', 'vale', { act: 'propose' }), ...agreed]
      const sent = { ...TAKEN, enforcements, approvals, reverts: [player.revertIn(ENDS_IN_MS)] }
      await player.apply(sent, APPLIED)
      await player.shows('vale', OFFLINE)
      await waitForState(context, UP)
      await player.apply({ ...sent, generation: 2, reverts: [player.revertIn(ENDS_IN_MS)] }, NOT_AGREED)
      return undefined
    },
  },
  {
    id: 'live.holds',
    sentence: 'A held instruction takes nothing offline before notBefore, and then takes effect.',
    run: async (context) => {
      const { player } = context
      const { answer } = await player.apply(TAKEN, APPLIED)
      const { notBefore } = answer.body ?? {}
      if (notBefore === undefined) return 'the platform holds nothing by itself'
      const shown = await readBack(player, 'vale')
      const isEarly = Date.parse(String(shown.body?.readAt)) < Date.parse(String(notBefore))
      const { visible } = { visible: undefined, ...(shown.body?.state as object) }
      if (isEarly && visible !== true) throw new Mismatch(`visible until ${notBefore}`, said(shown))
      await waitForState(context, OFFLINE)
      return undefined
    },
  },
]

const READS: readonly LiveCheck[] = [
  {
    id: 'live.answers',
    sentence: 'Every answer has the members and types of the description.',
    run: async ({ player }) => {
      const subject = player.subject('vale')
      const calls = ['subject.read_back', 'subject.facts'].map((type) => ({ type, subject }))
      const applied = await player.apply({ ...TAKEN, desired: UP }, APPLIED)
      const answers: [string, Received][] = [['subject.apply', applied.answer]]
      for (const call of [{ type: 'platform.capabilities' }, { type: 'platform.actors' }, ...calls])
        answers.push([call.type, (await player.call(call, { status: 200 })).answer])
      for (const [type, answer] of answers) {
        const schema = ANSWERS[type] ?? {}
        const [problem] = Value.Errors(schema, answer.body)
        if (problem) throw new Mismatch(`${type} ${problem.instancePath}: ${problem.message}`, said(answer))
      }
      return undefined
    },
  },
  {
    id: 'live.read-back',
    sentence: 'A read-back is of now, and states what the last answer stated.',
    run: async ({ player }) => {
      for (const [generation, desired] of [OFFLINE, UP].entries()) {
        await player.apply({ to: 'vale', generation: generation + 1, desired }, APPLIED)
        const answer = await readBack(player, 'vale')
        const age = Math.abs(player.now() - Date.parse(String(answer.body?.readAt)))
        if (!(age < TOLERANCE_MS)) throw new Mismatch('a readAt of now', said(answer))
        await player.shows('vale', desired, { generation: generation + 1 })
      }
      return undefined
    },
  },
  {
    id: 'live.visible',
    sentence: 'A visitor sees at the stated address what the read-back states.',
    run: async ({ player, visit }) => {
      const address = (await readBack(player, 'vale')).body?.address
      if (typeof address !== 'string') return 'the platform states no public address'
      for (const [generation, desired] of [OFFLINE, UP].entries()) {
        await player.apply({ to: 'vale', generation: generation + 1, desired }, APPLIED)
        const expected = desired.visible ? 'shown' : 'not_shown'
        const came = await visit(address)
        if (came !== expected) throw new Mismatch(expected, came)
      }
      return undefined
    },
  },
]

const LIMITS: readonly LiveCheck[] = [
  {
    id: 'live.limits',
    sentence: 'A thief with every key takes only so many accounts offline in a minute, and restores still work.',
    run: async ({ player, stage }) => {
      for (let generation = 1; generation <= 2 * (PER_MINUTE + 1); generation += 2) {
        const answer = await stage.send(player.prepare({ ...TAKEN, generation }))
        if (answer.body?.refusal === 'over_budget') {
          await player.apply({ to: 'vale', generation: generation + 1, desired: UP }, APPLIED)
          return undefined
        }
        if (answer.status !== 200) throw new Mismatch('applied or over_budget', said(answer))
        await player.apply({ to: 'vale', generation: generation + 1, desired: UP }, APPLIED)
      }
      throw new Mismatch(`over_budget after ${PER_MINUTE} in a minute`, 'none')
    },
  },
]

/** The checks of a running platform, in their order: the last one uses up its limit. */
export const LIVE_CHECKS: readonly LiveCheck[] = [...READS, ...DELIVERY, ...TIME, ...LIMITS]
