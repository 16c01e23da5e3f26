import type { Act, Shown } from '../../foundation/acts.ts'
import type { Json } from '../../foundation/canonical.ts'
import { HOUR_MS } from '../../foundation/durations.ts'
import { isMessage, type Message, type MessageKey, message } from '../../foundation/messages/message.ts'
import { type Language, renderMessage, renderText } from '../../foundation/messages/render-message.ts'

type Block = Readonly<Record<string, Json | undefined>>
type ShownBlock = Readonly<Record<string, Json | Message | undefined>>

/**
 * Returns the text that a person reads before signing, in their language. It is rendered only from the act and its shown
 * values. The text itself is signed too, so the signature proves its exact words when the catalogue has changed.
 */
export function textOf(act: Act, core: Block, shown: ShownBlock, language: Language = 'en'): string {
  return [...TEXTS[act](core, shown), message('signing.language')]
    .map((line) => (Array.isArray(line) ? toLine(line, language) : renderText(formatValue(line), language)))
    .join('\n')
}

/** Returns the shown values with each message rendered in a language, as they are signed. */
export const renderShown = (shown: Shown, language: Language = 'en'): Record<string, Json> =>
  Object.fromEntries(
    Object.entries(shown).map(([name, value]) => [name, isMessage(value) ? renderMessage(value, language) : value]),
  )

type Label = Extract<MessageKey, `signing.label.${string}`> extends `signing.label.${infer Name}` ? Name : never
type Value = Json | Message | undefined
type Line = Value | [label: Label, value: Value]

const toLine = ([name, value]: [Label, Value], language: Language): string =>
  renderMessage(
    message('signing.line', { label: message(`signing.label.${name}`), value: formatValue(value) }),
    language,
  )

/** Returns messages and strings unchanged, and any other value as JSON. */
const formatValue = (value: Value): Message | string =>
  typeof value === 'string' || isMessage(value) ? value : JSON.stringify(value ?? null)

const TEXTS: Readonly<Record<Act, (core: Block, shown: ShownBlock) => readonly Line[]>> = {
  agree: (core, shown) => [message('signing.approve'), shown.sentence, ...enforcement(core, shown)],
  confirm: (core, shown) => [message('signing.confirm'), shown.sentence, ...enforcement(core, shown)],
  resume: (core, shown) => [message('signing.resume'), ...resubmitted(core, shown)],
  reinstate: (core, shown) => [message('signing.reinstate'), ...resubmitted(core, shown)],
  change_agree: (core, shown) => [
    changeMessage(shown.delayMs),
    shown.says,
    ['because', shown.reason],
    ['change', core.change],
    ['kind', core.kind],
    ['direction', core.direction],
    ['body', core.body],
    ['expiresAt', moment(core.expiresAt)],
  ],
  freeze_extend: (core, shown) => [
    message('signing.freeze'),
    ['because', shown.reason],
    ['freeze', core.freeze],
    ['since', moment(shown.at)],
    ['untilNow', moment(shown.until)],
    ['forHours', hours(core.forMs)],
  ],
  restore_second: (core, shown) =>
    core.bulk === undefined
      ? [
          message(core.lesser === undefined ? 'signing.restore' : 'signing.lessen'),
          ['twoBecause', shown.because],
          ...subjectOf(core, shown),
          ...lesserOf(core),
        ]
      : [
          message('signing.restoreAll'),
          ['because', shown.reason],
          ['bulk', core.bulk],
          ['of', shown.of],
          ['enforcements', core.enforcements],
          ['reached', core.reach],
          ['from', moment(core.since)],
          ['to', moment(core.until)],
        ],
  keys: (core, shown) => [
    message('signing.keys'),
    ['list', core.version],
    ['listHash', core.hash],
    ['validUntil', moment(shown.expiresAt)],
    ['keys', shown.keys],
    ['people', shown.people],
    ['added', shown.added],
    ['removed', shown.removed],
  ],
  bulk_action_agree: (core, shown) => [
    message('signing.bulkAction'),
    ['action', core.action],
    ['label', core.label],
    ['duration', hours(core.durationMs)],
    ['policy', core.policy],
    ['subjects', core.subjects],
    ['guarded', shown.guarded],
    ['reached', shown.reach],
    ['foundBy', shown.foundBy],
    ['because', shown.rationale],
    ['judged', shown.judged],
    ['stages', shown.stages],
    ['bulkAction', core.bulkAction],
    ['listHash', core.list],
    ['expiresAt', moment(core.expiresAt)],
  ],
  staff_end: (core, shown) => [message('signing.endStaff'), ...personOf(core, shown), message('signing.endLimit')],
  staff_restrict: (core, shown) => [message('signing.restrictStaff'), ...personOf(core, shown)],
  staff_rights: (core, shown) => [
    message('signing.removeRight', { right: String(core.right) }),
    ...personOf(core, shown),
    ...(core.which === undefined ? [] : [['which', core.which] satisfies Line]),
    message('signing.removalLimit'),
  ],
  propose: (core, shown) => [
    message(shown.waits === true ? 'signing.propose' : 'signing.proposeAlone'),
    shown.sentence,
    ...subjectOf(core, shown),
    ['policy', core.policy],
    ...(core.ground === undefined
      ? []
      : [['ground', core.ground] satisfies Line, ['proof', core.groundRef] satisfies Line]),
  ],
  exception_agree: (core, shown) => [
    message('signing.exception'),
    ['subject', core.subject],
    ['policy', core.policy],
    ['case', core.case],
    ['decision', core.decision],
    ...WEIGHED.map((name): Line => [name, (shown.assessment as Block | undefined)?.[name]]),
    ['reviewBy', moment(core.reviewBy)],
  ],
}

const WEIGHED = ['whoSpeaks', 'publicInterest', 'harm', 'alternatives'] as const

const personOf = (core: Block, shown: ShownBlock): Line[] => [
  ['person', core.person],
  ['pseudonym', shown.pseudonym],
  ['roles', shown.roles],
]

const subjectOf = (core: Block, shown: ShownBlock): Line[] => [
  ['enforcement', core.enforcement],
  ['subject', core.subject],
  ['handle', core.handle],
  ['tags', shown.tags],
  ['reach', shown.reach],
  ['action', core.action],
  ['label', core.label],
  ['duration', hours(core.durationMs)],
]

/** The action that takes the place of what is restored. */
function lesserOf({ lesser }: Block): Line[] {
  if (lesser === undefined) return []
  const { action, label, durationMs, policyId } = lesser as Block
  return [
    message('signing.lesser'),
    ['action', action],
    ['label', label],
    ['duration', hours(durationMs)],
    ['policy', policyId],
  ]
}

const enforcement = (core: Block, shown: ShownBlock): Line[] => [
  ...subjectOf(core, shown),
  ['expiresAt', moment(core.expiresAt)],
]

const changeMessage = (ms: Value): Message =>
  typeof ms === 'number' && ms > 0
    ? message('signing.changeLater', { hours: Math.ceil(ms / HOUR_MS) })
    : message('signing.change')

const hours = (ms: Value): Message =>
  typeof ms === 'number' ? message('signing.hours', { hours: ms / HOUR_MS }) : message('signing.noEnd')

const moment = (at: Value): Value => (typeof at === 'string' ? message('signing.moment', { at: new Date(at) }) : at)

const resubmitted = (core: Block, shown: ShownBlock): Line[] => [
  ['successorOf', core.successorOf],
  message('signing.resubmitted', { outcome: formatValue(shown.sentence) }),
  ...subjectOf(core, shown),
  ['policy', core.policy],
]
