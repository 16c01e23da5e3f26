import { LANGUAGES } from './automated-part.ts'
import { CATEGORY_ROWS, isUnspecified, OTHER_DESCRIPTION } from './categories.ts'
import { HEADINGS, type Line, writeLine } from './complaints-part.ts'
import {
  APPLIES,
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

type Stated = { part: Part; gaps: readonly Gap[] }

/** Part 1: who reports, and for which time. */
export function identificationPart(source: ReportSource): Stated {
  const gaps = new Gaps('1_report_identification')
  const given = givenFor(source)
  const row = (indicator: string, value: Value | undefined): Cell[] => [
    ...[APPLIES.all, source.settings.service ?? '', indicator],
    gaps.write(indicator, value),
  ]
  const rows = [
    row('Name of the service provider', source.settings.provider),
    row('Date of the publication of the report', given?.published),
    row('Date of the publication of the latest previous report', given?.previous_published),
    row('Starting date of reporting period', source.period.from),
    row('Ending date of reporting period', source.period.to),
  ]
  if (source.settings.service === undefined) gaps.write('Service', undefined)
  const headings = ['Applicability', 'Service', 'Indicator', 'Value']
  return { part: { name: '1_report_identification', headings, rows }, gaps: gaps.list }
}

/** Part 2: the categories, with the policies that this desk puts under each. */
export function categoriesPart({ categories }: ReportSource): Part {
  const policiesOf = (category: string) =>
    [...categories].flatMap(([policy, of]) => (of === category ? [policy] : [])).sort()
  return {
    name: '2_categories_names',
    headings: [
      ...['Category label', 'Category description'],
      ...['Category of illegal content / incompatible with the terms and conditions', 'Contextual information'],
    ],
    rows: [
      ['TOTAL', 'All the entries', 'TOTAL', ''],
      ...CATEGORY_ROWS.flatMap(({ category, description, keywords }, place): Cell[][] => {
        const label = `Category ${place + 1}`
        const subs = [...keywords, ...(isUnspecified(category) ? [] : [['OTHER', OTHER_DESCRIPTION] as const])]
        const policies = policiesOf(category)
        const context = policies.length === 0 ? '' : `Policies of this desk: ${policies.join(', ')}`
        return [
          [label, description, `STATEMENT_CATEGORY_${category}`, context],
          ...subs.map(([keyword, says], sub) => [`${label}${letterOf(sub)}`, says, `KEYWORD_${keyword}`, '']),
        ]
      }),
    ],
  }
}
const letterOf = (place: number): string => String.fromCharCode('a'.charCodeAt(0) + place)

/** Part 9: the people who moderate, as the settings state them. Accounts of the desk are no full-time equivalents. */
export function humanResourcesPart(source: ReportSource): Stated {
  const name = '9_human_resources'
  const gaps = new Gaps(name)
  const given = givenFor(source)?.moderators
  const section = 'Human resources dedicated to content moderation '
  const expertise = 'Number of total moderators with sufficient linguistic expertise '
  const languages = appliesTo('large', source.settings) ? LANGUAGES : []
  const lines: Line[] = [
    ['large', section, 'Number of internal moderators employed by the provider', 'Total number', given?.internal],
    ['large', section, 'Number of external moderators contracted by the provider', 'Total number', given?.external],
    ['large', section, expertise, 'Total number', given?.total],
    ...languages.map((code): Line => ['large', section, expertise, code, given?.languages?.[code]]),
  ]
  const headings = [...HEADINGS.slice(0, -1), 'Contextual information']
  return { part: { name, headings, rows: lines.map((line) => writeLine(source, line, gaps)) }, gaps: gaps.list }
}

/** Part 10: the average monthly active recipients, as the settings state them. */
export function recipientsPart(source: ReportSource): Stated {
  const name = '10_AMAR'
  const gaps = new Gaps(name)
  const given = givenFor(source)?.recipients
  const indicator = 'Number of average monthly active recipients during the reporting period\u00a0'
  const isBlank = !appliesTo('largest', source.settings)
  const row = (scope: string, value: Value | undefined): Cell[] => [
    ...[...leadOf('largest', source), 'AMAR', indicator, scope],
    isBlank ? '' : gaps.write(indicator.trim(), value),
  ]
  const countries = Object.entries(given?.countries ?? {}).sort(([one], [other]) => (one < other ? -1 : 1))
  const rows = [row('TOTAL', given?.total), ...countries.map(([code, value]) => row(code, value))]
  if (!isBlank && countries.length === 0) gaps.write(`${indicator.trim()} by Member State`, undefined)
  return { part: { name, headings: HEADINGS.slice(0, -1), rows }, gaps: gaps.list }
}

const TEXTS = [
  ['all', 'Summary of the content moderation engaged in at the providers’ own initiative', 'summary'],
  [
    'all',
    "Meaningful and comprehensible information regarding content moderation engaged in at the providers' own initiative",
    'own_initiative',
  ],
  ['all', 'Qualitative description of the automated means', 'automated_means'],
  [
    'all',
    'Qualitative description of indicators of accuracy and possible rate of error of automated means',
    'indicators',
  ],
  ['all', 'Specification of the precise purposes to apply automated means', 'purposes'],
  ['all', 'Safeguards applied to the use of automated means', 'safeguards'],
  ['large', 'High-level description of the content moderation governance structure', 'governance'],
  ['large', 'Qualifications of the human resources dedicated to content moderation', 'qualifications'],
  ['large', 'Training given to human resources dedicated to content moderation', 'training'],
  ['large', 'Support given to human resources dedicated to content moderation ', 'support'],
  [
    'large',
    'Methodology used to compute the number of human resources dedicated to content moderation\u00a0\u00a0',
    'methodology',
  ],
] as const satisfies readonly (readonly [Applies, string, string])[]

/** Part 11: the texts of the settings. */
export function textsPart(source: ReportSource): Stated {
  const name = '11_qualitative'
  const gaps = new Gaps(name)
  const rows = TEXTS.map(([applies, indicator, key]) => [
    ...[...leadOf(applies, source), indicator],
    appliesTo(applies, source.settings) ? gaps.write(indicator.trim(), source.settings.texts?.[key]) : '',
  ])
  const headings = ['Applicability', 'Service', 'Reporting period', 'Indicator', 'Value']
  return { part: { name, headings, rows }, gaps: gaps.list }
}
