import type { SettlementOutcome } from '../../../../enforcement/settlements/settlement-queries.ts'
import { type Count, medianHours, sumCases } from '../../counts/read-counts.ts'
import { restrictionsOf } from '../../statement/to-dsa-statement.ts'
import {
  type Applies,
  appliesTo,
  type Cell,
  type Gap,
  Gaps,
  givenFor,
  leadOf,
  type Part,
  type ReportSource,
  type Value,
} from './part.ts'

const NAME = '7_appeals_and_recidivism'
const INTERNAL = 'Internal complaints mechanism'
const DISPUTES = 'Out-of-court dispute settlement bodies'
const SUSPENSIONS = 'Suspensions imposed on repeated offenders'
const SUBMITTED = 'Number of complaints submitted to the internal-complaints mechanism'

/** The decisions that complaints are about, in the order of the templates. */
const ABOUT = {
  visibility: 'Complaint regarding a decision to remove or disable access to or restrict visibility of information',
  service: 'Complaint regarding a decision to suspend or terminate the provision of the service',
  account: 'Complaint regarding a decision to suspend or terminate an account ',
  money: 'Complaint regarding a decision to restrict the ability to monetise information',
  notice: 'Complaint regarding a decision not to take action on a notice submitted in accordance with Article 16',
  flagger:
    'Complaint regarding a decision not to take action on a notice submitted by a Trusted Flagger in accordance with Article 16',
} as const
type About = keyof typeof ABOUT

/** Returns what a complaint is about: of several restrictions, the one that takes the most. */
function aboutOf({ side, action, takes, flagger }: Count<'complaint'>['facets']): About | undefined {
  if (side === 'reporter') return flagger ? 'flagger' : 'notice'
  const restrictions = action === undefined ? {} : restrictionsOf(action, takes ?? null)
  if (restrictions.decision_account !== undefined) return 'account'
  if (restrictions.decision_provision !== undefined) return 'service'
  if (restrictions.decision_monetary !== undefined) return 'money'
  return restrictions.decision_visibility === undefined ? undefined : 'visibility'
}

/** The states in which an appeal ends, by the words of the templates. A lesser action reverses it in part. */
const OUTCOMES = {
  upheld: ['upheld'],
  partly: ['lessened'],
  reversed: ['overturned'],
  omitted: ['restored', 'ended'],
} as const

type Line = readonly [
  applies: Applies,
  section: string,
  indicator: string,
  scope: string,
  value: Value | undefined,
  context?: string,
]

/** Part 7: complaints, disputes before other bodies, and suspensions for misuse. */
export function complaintsPart(source: ReportSource): { part: Part; gaps: readonly Gap[] } {
  const gaps = new Gaps(NAME)
  const lines: Line[] = [...complaintLines(source), ...disputeLines(source), ...suspensionLines(source)]
  return {
    part: { name: NAME, headings: HEADINGS, rows: lines.map((line) => writeLine(source, line, gaps)) },
    gaps: gaps.list,
  }
}

export const HEADINGS = [
  ...['Applicability', 'Service', 'Reporting period', 'Section', 'Indicator', 'Scope', 'Value'],
  'Contextual Information',
]

/** Writes one row with a value; one that does not apply to the provider has none. */
export function writeLine(source: ReportSource, line: Line, gaps: Gaps): Cell[] {
  const [applies, section, indicator, scope, value, context = ''] = line
  const isBlank = !appliesTo(applies, source.settings)
  const named = `${section}: ${indicator.trim()}`
  return [
    ...leadOf(applies, source),
    section,
    indicator,
    scope,
    isBlank ? '' : gaps.write(named, value),
    isBlank ? '' : context,
  ]
}
export type { Line }

function complaintLines({ counts }: ReportSource): Line[] {
  const made = Map.groupBy(counts.complaint, ({ facets }) => aboutOf(facets))
  const ended = Map.groupBy(counts.complaint_end, ({ facets }) => aboutOf(facets))
  const all = outcomesOf(counts.complaint_end)
  const newly = counts.measure.filter(({ facets }) => facets.complaint)
  const of = (scope: string, value: Value, applies: Applies = 'platforms', context = ''): Line => [
    ...([applies, INTERNAL, SUBMITTED, scope, value, context] as const),
  ]
  return [
    of('Total number', sumCases(counts.complaint), 'all', 'Complaints that were received in the period.'),
    of('Decisions upheld', all.upheld, 'platforms', 'Complaints that ended in the period.'),
    ...[of('Decisions partially reversed', all.partly), of('Decisions reversed', all.reversed)],
    of('Median time', all.median ?? ''),
    of('Decision omitted', all.omitted, 'platforms', 'The restriction had ended or was undone before a judgement.'),
    [
      'platforms',
      INTERNAL,
      'Number of restrictions newly imposed as a result of an internal complaint',
      'Total number',
      sumCases(newly),
    ],
    ...Object.entries(ABOUT).flatMap(([about, indicator]): Line[] => {
      const { upheld, partly, reversed, median } = outcomesOf(ended.get(about as About) ?? [])
      const line = (scope: string, value: Value): Line => ['platforms', INTERNAL, indicator, scope, value]
      return [
        line('Total number', sumCases(made.get(about as About) ?? [])),
        ...[line('Decisions upheld', upheld), line('Decisions partially reversed', partly)],
        ...[line('Decisions reversed', reversed), line('Median time', median ?? '')],
      ]
    }),
  ]
}

function outcomesOf(ended: readonly Count<'complaint_end'>[]) {
  const endedAs = (states: readonly string[]) => ended.filter(({ facets }) => states.includes(facets.state))
  const judged = ended.filter(({ facets }) => !(OUTCOMES.omitted as readonly string[]).includes(facets.state))
  return {
    ...{ upheld: sumCases(endedAs(OUTCOMES.upheld)), partly: sumCases(endedAs(OUTCOMES.partly)) },
    ...{ reversed: sumCases(endedAs(OUTCOMES.reversed)), omitted: sumCases(endedAs(OUTCOMES.omitted)) },
    median: medianHours(judged),
  }
}

/** The outcomes of a body, by the words of the templates. An agreement of both sides reverses a decision in part. */
const DISPUTE_OUTCOMES = { upheld: 'platform', partly: 'settled', reversed: 'appellant' } as const

/**
 * Adds up the recorded decisions of out-of-court bodies, without those that a later record corrected. Each outcome counts
 * alone, because a corrected record may be of an earlier period. Undefined: none is recorded.
 */
function disputesOf({ counts }: ReportSource) {
  const { dispute, dispute_corrected: corrected } = counts
  if (dispute.length === 0) return undefined
  const of = (outcome: SettlementOutcome, isCounted: (facets: Count<'dispute'>['facets']) => boolean = () => true) => {
    const sum = (all: readonly Count<'dispute' | 'dispute_corrected'>[]) =>
      sumCases(all.filter(({ facets }) => facets.outcome === outcome && isCounted(facets)))
    return Math.max(0, sum(dispute) - sum(corrected))
  }
  const { upheld, partly, reversed } = DISPUTE_OUTCOMES
  const outcomes = { upheld: of(upheld), partially_reversed: of(partly), reversed: of(reversed) }
  const total = outcomes.upheld + outcomes.partially_reversed + outcomes.reversed
  const followed = [upheld, partly, reversed].map((outcome) => of(outcome, ({ follows }) => follows))
  return {
    ...outcomes,
    total,
    followed: Math.min(
      total,
      followed.reduce((all, one) => all + one),
    ),
  }
}
const SHARE_PARTS = 10_000

/** Adds the disputes that the settings state, of which the desk has no record, to the recorded ones. */
function disputeLines(source: ReportSource): Line[] {
  const given = givenFor(source)?.disputes
  const counted = disputesOf(source)
  const said = (name: 'total' | 'upheld' | 'partially_reversed' | 'reversed'): number | undefined =>
    counted === undefined ? given?.[name] : counted[name] + (given?.[name] ?? 0)
  const line = (scope: string, value: Value | undefined): Line => [
    ...([
      'platforms',
      DISPUTES,
      'Number of disputes submitted to out-of-court dispute settlement bodies',
      scope,
      value,
    ] as const),
  ]
  return [
    ...[line('Total number', said('total')), line('Decisions upheld', said('upheld'))],
    line('Decisions partially reversed', said('partially_reversed')),
    ...[line('Decisions reversed', said('reversed')), line('Median time', given?.median_hours)],
    ...[
      line('Decision omitted', given?.omitted),
      line('Percentage of outcomes implemented', implementedOf(counted, given)),
    ],
  ]
}

/**
 * Returns the share of outcomes that the provider implemented, recorded and stated ones by their numbers. Undefined: one of
 * them is not known.
 */
function implementedOf(
  counted: ReturnType<typeof disputesOf>,
  given: NonNullable<ReturnType<typeof givenFor>>['disputes'],
): number | undefined {
  const recorded = counted?.total ?? 0
  const stated = given?.total ?? 0
  if (recorded === 0) return given?.implemented
  if (stated > 0 && given?.implemented === undefined) return undefined
  const followed = (counted?.followed ?? 0) + stated * (given?.implemented ?? 0)
  return Math.round((followed / (recorded + stated)) * SHARE_PARTS) / SHARE_PARTS
}

function suspensionLines(source: ReportSource): Line[] {
  const given = givenFor(source)?.suspensions
  const line = (of: string, value: Value | undefined): Line => [
    ...([
      'platforms',
      SUSPENSIONS,
      `Number of suspensions enacted for the provision of manifestly ${of}`,
      'Total number',
      value,
    ] as const),
  ]
  return [
    line('illegal content ', given?.illegal_content),
    line('unfounded notices', given?.unfounded_notices),
    line('unfounded complaints', given?.unfounded_complaints),
  ]
}
