import type { Statement } from '@countersign/platform-kit'
import { MINUTE_MS } from '../../../foundation/durations.ts'
import type { Player, Sent } from '../player.ts'
import { APPLIED, OFFLINE, OPEN, type Scenario, UP } from '../scenario.ts'
import { hashStatement } from '../sign.ts'

const HOLD_MS = 10 * MINUTE_MS
const NOT_AUTHORISED = { refusal: 'not_authorised' } as const
const STATEMENT: Statement = {
  id: 'stm_1',
  texts: [
    { language: 'en', text: 'Your account was suspended for spam.' },
    { language: 'de', text: 'Ihr Konto wurde wegen Spam gesperrt.' },
  ],
  redress: [
    { kind: 'appeal', address: 'https://platform.example/appeal?id=stm_1', until: '2026-09-01T00:00:00Z' },
    { kind: 'court', address: 'https://platform.example/courts' },
  ],
}
const taken = (more: Partial<Sent> = {}): Sent => ({
  ...{ to: 'vale', generation: 1, desired: OFFLINE, statement: STATEMENT },
  ...more,
})

/** A rule of statements, for platforms that state `statements`. */
const statement = (id: string, sentence: string, more: Pick<Scenario, 'play'> & Partial<Scenario>): Scenario => ({
  ...{ id: `statement.${id}`, sentence, subjects: { vale: OPEN }, needs: 'statements' as const },
  ...more,
})

const notAuthorised = (id: string, sentence: string, sent: Sent): Scenario =>
  statement(id, sentence, {
    play: async (player) => {
      await player.apply(sent, NOT_AUTHORISED)
      await player.shows('vale', UP, { generation: 0 })
    },
  })

/** Statements that no version of the protocol allows, each with the name of its fault. */
const MALFORMED: Readonly<Record<string, object>> = {
  'no-texts': { texts: [] },
  'no-language': { texts: [{ text: 'Spam.' }] },
  'wrong-language': { texts: [{ language: 'en us', text: 'Spam.' }] },
  'long-text': { texts: [{ language: 'en', text: 'x'.repeat(5_001) }] },
  'many-texts': { texts: Array(17).fill({ language: 'en', text: 'Spam.' }) },
  'no-redress': { redress: undefined },
  'unknown-way': { redress: [{ kind: 'petition', address: 'https://platform.example/' }] },
  'http-link': { redress: [{ kind: 'appeal', address: 'http://platform.example/' }] },
  'script-link': { redress: [{ kind: 'appeal', address: 'javascript:alert(1)' }] },
  'login-in-link': { redress: [{ kind: 'appeal', address: 'https://desk@platform.example/' }] },
}

const held = { vale: { ...OPEN, holdMs: HOLD_MS } }

const SHOWN: readonly Scenario[] = [
  statement('once', 'A statement is shown once for each id, whichever generations carry it.', {
    local: true,
    play: async (player) => {
      await player.apply(taken(), APPLIED)
      await player.apply(taken({ generation: 2 }), APPLIED)
      await player.apply(taken({ generation: 3, statement: { ...STATEMENT, id: 'stm_2' } }), APPLIED)
    },
  }),
  statement('held', 'A statement about a held effect is shown when the effect happens.', {
    ...{ local: true, subjects: held },
    play: async (player) => {
      await player.apply(taken(), { ...APPLIED, held: true })
      await player.advance(HOLD_MS)
      await player.shows('vale', OFFLINE)
    },
  }),
  statement('stopped', 'A statement about an effect that the platform’s people stopped is never shown.', {
    ...{ local: true, subjects: held },
    play: async (player: Player) => {
      await player.apply(taken(), { ...APPLIED, held: true })
      await player.stopHeld('vale', true)
      await player.advance(HOLD_MS)
      await player.shows('vale', UP)
    },
  }),
  statement('overtaken', 'An instruction that arrives after a revert of its own shows no statement.', {
    local: true,
    play: async (player) => {
      await player.apply(taken({ reverts: [player.revertIn(-MINUTE_MS)] }), APPLIED)
    },
  }),
]

export const STATEMENT_SCENARIOS: readonly Scenario[] = [
  ...SHOWN,
  statement('accepted', 'An instruction with a statement that its authorisation covers is carried out.', {
    play: async (player) => {
      await player.apply(taken(), APPLIED)
      await player.shows('vale', OFFLINE, { generation: 1 })
    },
  }),
  notAuthorised(
    'changed',
    'A statement other than the one that the desk’s key signed is refused.',
    taken({ claims: { statement: hashStatement({ ...STATEMENT, redress: [] }) } }),
  ),
  notAuthorised('added', 'A statement that the authorisation does not cover is refused.', {
    ...{ to: 'vale', generation: 1, desired: OFFLINE },
    more: { statement: { ...STATEMENT, texts: [{ language: 'en', text: 'Spam.' }], redress: [] } },
  }),
  notAuthorised('removed', 'An instruction without the statement that its authorisation covers is refused.', {
    ...{ to: 'vale', generation: 1, desired: OFFLINE },
    claims: { statement: hashStatement(STATEMENT) },
  }),
  statement('other-body', 'The same generation with another statement is refused.', {
    play: async (player) => {
      await player.apply(taken(), APPLIED)
      const other = taken({ statement: { ...STATEMENT, redress: [] } })
      await player.apply(other, { refusal: 'conflicting_body' })
    },
  }),
  ...Object.entries(MALFORMED).map(([id, wrong]) =>
    statement(id, `A malformed statement is refused as malformed: ${id.replaceAll('-', ' ')}.`, {
      play: async (player) => {
        await player.apply(taken({ statement: { ...STATEMENT, ...wrong } }), { refusal: 'malformed' })
        await player.shows('vale', UP, { generation: 0 })
      },
    }),
  ),
]
