import { type Count, sumCases } from '../../counts/read-counts.ts'
import { HEADINGS, type Line, writeLine } from './complaints-part.ts'
import { isInside, isOwnInitiative } from './own-initiative-part.ts'
import { appliesTo, type Gap, Gaps, givenFor, type Part, type ReportSource, type Value } from './part.ts'

const NAME = '8_automated_means'
const SECTION = 'Use of automated means for content moderation'
const MEASURES = {
  solely: 'Number of measures solely taken by automated means ',
  not: 'Number of measures not taken by automated means',
}
const NOTICES = {
  solely: 'Number of notices solely processed by automated means ',
  not: 'Number of notices not processed by automated means',
}
const accuracyOf = (which: string): string => `Accuracy of the automated means - ${which}`

/** The official languages of the Union, by the codes of Eurostat. */
export const LANGUAGES = [
  ...['bg', 'cs', 'da', 'de', 'el', 'en', 'es', 'et', 'fi', 'fr', 'ga', 'hr', 'hu', 'it', 'lt', 'lv', 'mt', 'nl', 'pl'],
  ...['pt', 'ro', 'sk', 'sl', 'sv'],
]

/** The causes of a restore that say that the restriction was wrong. */
export const WRONG_CAUSES = ['mistake', 'appeal', 'undo']

const OBSERVED =
  'The share of restrictions by automated means alone that were not restored as wrong in the period. What was neither contested nor examined counts as right.'

/** Part 8: restrictions and notices by automated means, and how accurate these are. */
export function automatedPart(source: ReportSource): { part: Part; gaps: readonly Gap[] } {
  const gaps = new Gaps(NAME)
  const measures = source.counts.measure.filter(isInside)
  const lines: Line[] = [
    ...measureLines(measures, 'Total number'),
    ...accuracyLines('all', 'Total number', source, precisionOf(measures, source)),
    ...measureLines(measures.filter(isOwnInitiative), 'Own-initiative '),
    ...accuracyLines('all', 'Own-initiative ', undefined, null),
    ...noticeLines(source, 'NAM Total'),
    ...noticeLines(source, 'NAM Trusted Flagger'),
    ...(appliesTo('large', source.settings) ? languageLines(measures) : []),
  ]
  return {
    part: { name: NAME, headings: HEADINGS, rows: lines.map((line) => writeLine(source, line, gaps)) },
    gaps: gaps.list,
  }
}

type Decided = { facets: { decided: string }; cases: number }
const casesDecided = (counts: readonly Decided[], how: string): number =>
  sumCases(counts.filter(({ facets }) => facets.decided === how))

const measureLines = (measures: readonly Decided[], scope: string): Line[] => [
  ['all', SECTION, MEASURES.solely, scope, casesDecided(measures, 'fully')],
  ['all', SECTION, MEASURES.not, scope, casesDecided(measures, 'no')],
]

/** Returns the observed precision. Null: no restriction was by automated means alone. */
function precisionOf(measures: readonly Count<'measure'>[], { counts }: ReportSource): number | null {
  const taken = casesDecided(measures, 'fully')
  const wrong = casesDecided(
    counts.restore.filter(({ facets }) => WRONG_CAUSES.includes(facets.cause)),
    'fully',
  )
  // A restriction of the period before may have been restored in this one.
  return taken === 0 ? null : Math.round(Math.max(0, 1 - wrong / taken) * SHARE_PARTS) / SHARE_PARTS
}
const SHARE_PARTS = 10_000

function accuracyLines(
  applies: Line[0],
  scope: string,
  source: ReportSource | undefined,
  observed: number | null,
): Line[] {
  const given = source && givenFor(source)?.accuracy
  const line = (which: string, value: Value | undefined, context = ''): Line => [
    ...([applies, SECTION, accuracyOf(which), scope, value, context] as const),
  ]
  return [
    line('Accuracy', given?.accuracy),
    given?.precision === undefined && observed !== null
      ? line('Precision', observed, OBSERVED)
      : line('Precision', given?.precision),
    line('Recall', given?.recall),
  ]
}

/** Notices that a rule alone acted on are counted by their restrictions; a person decides on all others. */
function noticeLines({ counts }: ReportSource, scope: 'NAM Total' | 'NAM Trusted Flagger'): Line[] {
  const applies = scope === 'NAM Total' ? 'hosting' : 'platforms'
  const notices = counts.report.filter(
    ({ facets: { ground, flagger } }) => ground === 'illegal' && (scope === 'NAM Total' || flagger),
  )
  const solely = casesDecided(scope === 'NAM Total' ? counts.notice_action : counts.flagger_action, 'fully')
  return [
    [applies, SECTION, NOTICES.solely, scope, solely, 'Restrictions by automated means alone that followed a notice.'],
    [applies, SECTION, NOTICES.not, scope, Math.max(0, sumCases(notices) - solely)],
    ...accuracyLines(applies, scope, undefined, null),
  ]
}

function languageLines(measures: readonly Count<'measure'>[]): Line[] {
  const byLanguage = Map.groupBy(measures, ({ facets }) => facets.language)
  const lines = (indicator: string, how: string): Line[] =>
    LANGUAGES.map((code) => ['large', SECTION, indicator, code, casesDecided(byLanguage.get(code) ?? [], how)])
  return [
    ...lines(MEASURES.solely, 'fully'),
    ...lines(MEASURES.not, 'no'),
    ...['Accuracy', 'Precision', 'Recall'].flatMap((which) =>
      LANGUAGES.map((code): Line => ['large', SECTION, accuracyOf(which), code, null]),
    ),
  ]
}
