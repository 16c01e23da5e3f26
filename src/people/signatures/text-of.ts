import { canonicalJson, type Json } from '../../foundation/canonical.ts'
import type { Act, Signable } from '../../foundation/acts.ts'
import { HOUR_MS } from '../../foundation/durations.ts'

type Block = Readonly<Record<string, Json | undefined>>

/**
 * Returns the text that a person reads before signing. It is rendered only from the two signed blocks, so the signature
 * proves the exact text on the screen.
 */
export function textOf(core: string, asShown: string): string {
  const [what, shown]: [Block, Block] = [JSON.parse(core), JSON.parse(asShown)]
  const listLines = TEXTS[what.act as Act]
  if (listLines === undefined) throw new Error('this act has no text to sign')
  return listLines(what, shown)
    .map((line) => (Array.isArray(line) ? `${line[0]}: ${formatValue(line[1])}` : line))
    .join('\n')
}

/** Returns the text of an act that is not prepared yet. */
export const textOfSignable = (act: Act, { core, asShown }: Signable): string =>
  textOf(canonicalJson({ ...core, act }), canonicalJson(asShown))

type Line = string | [name: string, value: Json | undefined]

/** Strings as they stand, all else as JSON. */
const formatValue = (value: Json | undefined): string =>
  typeof value === 'string' ? value : JSON.stringify(value ?? null)

const TEXTS: Readonly<Record<Act, (core: Block, asShown: Block) => readonly Line[]>> = {
  agree: (core, shown) => ['You approve this enforcement.', formatValue(shown.sentence), ...enforcement(core, shown)],
  confirm: (core, shown) => [
    'You reviewed the enforcement in effect, and you confirm it. It stays.',
    formatValue(shown.sentence),
    ...enforcement(core, shown),
  ],
  resume: (core, shown) => ['You resubmit what was stopped.', ...resubmitted(core, shown)],
  reinstate: (core, shown) => ['You resubmit what was restored.', ...resubmitted(core, shown)],
  change_agree: (core, shown) => [
    `You approve this change, and it ${formatDelay(shown.delayMs)}.`,
    formatValue(shown.says),
    ['Because', shown.reason],
    ['Change', core.change],
    ['Kind', core.kind],
    ['Direction', core.direction],
    ['SHA-256 of what would change', core.body],
    ['Void after', core.expiresAt],
  ],
  freeze_extend: (core, shown) => [
    'You extend the freeze of all restrictive actions.',
    ['Because', shown.reason],
    ['Freeze', core.freeze],
    ['Since', shown.at],
    ['Until now', shown.until],
    ['From now on for', formatHours(core.forMs)],
  ],
  restore_second: (core, shown) =>
    core.bulk === undefined
      ? [
          'You are the second person who restores this. The desk restores it at once.',
          ['Two are needed because', shown.because],
          ...whom(core, shown),
        ]
      : [
          'You are the second person who restores all of these. The desk begins at once.',
          ['Because', shown.reason],
          ['Set', core.bulk],
          ['Of one', shown.of],
          ['Enforcements', core.enforcements],
          ['People they reach', core.reach],
          ['From', core.since],
          ['To', core.until],
        ],
  keys: (core, shown) => [
    'You agree that platforms accept the signatures of the people on this list, and no others.',
    ['List', core.version],
    ['SHA-256 of the list', core.hash],
    ['Good until', shown.expiresAt],
    ['Keys', shown.keys],
    ['People', shown.people],
    ['Keys that are new', shown.added],
    ['Keys that are gone', shown.removed],
  ],
  bulk_action_agree: (core, shown) => [
    'You approve this bulk action. It begins at once and continues stage by stage.',
    ['Action', core.action],
    ['Label', core.label],
    ['For', formatHours(core.durationMs)],
    ['Policy', core.policy],
    ['Subjects', core.subjects],
    ['Of them, such as others must agree to one by one', shown.guarded],
    ['People they reach', shown.reach],
    ['Found by', shown.foundBy],
    ['Because', shown.rationale],
    ['You judged', shown.judged],
    ['Stages', shown.stages],
    ['BulkAction', core.bulkAction],
    ['SHA-256 of the list', core.list],
    ['Void after', core.expiresAt],
  ],
  staff_end: (core, shown) => [
    'You end this person, now or on the day you give.',
    ...personOf(core, shown),
    'Beyond the limit for one person, this person keeps the rights to stop, restore and undo this end for a day.',
  ],
  staff_restrict: (core, shown) => [
    'You take every restrictive right from this person, at once. Two people lift it.',
    ...personOf(core, shown),
  ],
  staff_rights: (core, shown) => [
    `You take ${formatValue(TAKEN[formatValue(core.right)])} from this person, at once.`,
    ...personOf(core, shown),
    ...(core.which === undefined ? [] : [['Which', core.which] satisfies Line]),
    'It counts towards how many people one person may take rights from within seven days.',
  ],
  propose: (core, shown) => [
    shown.waits === true
      ? 'You propose this. It takes effect when others have approved.'
      : 'You do this alone, at once. A second person is asked to confirm it.',
    formatValue(shown.sentence),
    ...whom(core, shown),
    ['Policy', core.policy],
    ...(core.ground === undefined
      ? []
      : [['Ground', core.ground] satisfies Line, ['On record as', core.groundRef] satisfies Line]),
  ],
  exception_agree: (core, shown) => [
    'You approve that this stays up although it violates a policy.',
    ['Subject', core.subject],
    ['Policy', core.policy],
    ['Case', core.case],
    ['Decision', core.decision],
    ...Object.entries(WEIGHED).map(([name, label]): Line => [label, (shown.assessment as Block | undefined)?.[name]]),
    ['To be looked at again by', core.reviewBy],
  ],
}

const WEIGHED = {
  whoSpeaks: 'Who speaks',
  publicInterest: 'What the public has from it',
  harm: 'Whom it harms',
  alternatives: 'What else could be done',
}

const TAKEN: Readonly<Record<string, string>> = {
  session: 'all sessions',
  role: 'a role',
  clearance: 'a clearance',
  shift: 'a place on call',
}

const personOf = (core: Block, shown: Block): Line[] => [
  ['Person', core.person],
  ['Pseudonym', shown.pseudonym],
  ['Roles', shown.roles],
]

const whom = (core: Block, shown: Block): Line[] => [
  ['Enforcement', core.enforcement],
  ['Subject', core.subject],
  ['Handle', core.handle],
  ['Tags', shown.tags],
  ['Reach', shown.reach],
  ['Action', core.action],
  ['Label', core.label],
  ['For', formatHours(core.durationMs)],
]

const enforcement = (core: Block, shown: Block): Line[] => [...whom(core, shown), ['Void after', core.expiresAt]]

const formatDelay = (ms: Json | undefined): string =>
  typeof ms === 'number' && ms > 0
    ? `takes effect ${ms / HOUR_MS === 1 ? 'an hour' : `${Math.ceil(ms / HOUR_MS)} hours`} later, unless it is stopped`
    : 'is done at once'
const formatHours = (ms: Json | undefined): string => (typeof ms === 'number' ? `${ms / HOUR_MS} hours` : 'ever')

const resubmitted = (core: Block, shown: Block): Line[] => [
  ['Made of', core.successorOf],
  `${formatValue(shown.sentence)}, if at least two other people approve. The guards judge it again.`,
  ...whom(core, shown),
  ['Policy', core.policy],
]
