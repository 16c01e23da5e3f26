import type { Redress, Statement, StatementText } from '@countersign/platform-kit'
import { parseCollection } from '../../foundation/connector/collections.ts'
import { parseSubjectKey } from '../../foundation/domain.ts'
import { DAY_MS } from '../../foundation/durations.ts'
import { publicMessage } from '../../foundation/messages/message.ts'
import { PUBLIC_LANGUAGES, renderPublic } from '../../foundation/messages/render-message.ts'
import { nameOf } from '../../policy/basis.ts'
import { formatCountries, formatDay, formatTime, framed, tidy } from '../../policy/notices/format-values.ts'
import { plainLine } from '../../policy/notices/plain-line.ts'
import type { NoticeSettings } from '../../policy/notices/settings.ts'
import { renderTemplate } from '../../policy/notices/template.ts'
import { NONE, VARIABLES, type Values, type Variable } from '../../policy/notices/variables.ts'
import type { Policies } from '../../policy/policies.ts'
import type { StatementFacts } from './statement-facts.ts'

/** The texts and ways of redress that a person gets. */
export type Rendered = Pick<Statement, 'texts' | 'redress'>

type Rules = Pick<Policies, 'policies' | 'references' | 'notices'>

interface Made {
  statementId: string
  /** The key of the restricted subject. */
  subject: string
  facts: StatementFacts
  /** The end of an authority's silence: the time to appeal begins no earlier. Null: none. */
  silentUntil: Date | null
  /** The desk's own page of the statement, where people appeal unless the settings name another form. */
  page: string
}

/** Renders the texts of a statement in every language of the desk. Without templates there are none. Pure. */
export function renderStatement(rules: Rules, { statementId, subject, facts, silentUntil, page }: Made): Rendered {
  const { settings, templates } = rules.notices
  if (settings === null) return { texts: [], redress: [] }
  const ids = { enforcement: facts.enforcementId, statement: statementId }
  const redress = redressOf(settings, facts, { ids, page, silentUntil })
  const ofKind = templates.get(facts.kind)
  const texts = settings.languages.map((language): StatementText => {
    const values = valuesOf(rules, settings, { facts, language, redress })
    const text = tidy(renderTemplate(ofKind?.get(language) ?? [], values))
    return { language, text: `${text === '' ? '' : nameCollection(subject, language)}${text}` }
  })
  return { texts, redress }
}

/** The most characters of a collection's name that a statement repeats. */
const NAME_CHARS_MAX = 100

/**
 * Returns the paragraph before a statement about a list, a community or a domain: templates speak of the person's
 * account, which is not restricted. Empty for any other subject.
 */
function nameCollection(subject: string, language: string): string {
  const { kind, id } = parseSubjectKey(subject)
  const named = kind === 'account' ? parseCollection(id) : undefined
  if (named === undefined) return ''
  const own = PUBLIC_LANGUAGES.find((known) => known === language.split('-')[0]) ?? 'en'
  const name = plainLine(named.id, NAME_CHARS_MAX)
  return `${renderPublic(publicMessage(`publicStatement.about.${named.kind}`, { name }), own)}\n\n`
}

/** The ways to contest a decision. A restriction that ended or was a mistake leaves nothing to contest. */
function redressOf(
  { appeal, settlement = [], court }: NoticeSettings,
  { kind, appliedAt }: StatementFacts,
  { ids, page, silentUntil }: Pick<Made, 'page' | 'silentUntil'> & { ids: { enforcement: string; statement: string } },
): Redress[] {
  if (kind === 'ended' || kind === 'mistake') return []
  const address = (appeal.address ?? page).replaceAll(/\{(enforcement|statement)\}/g, (_whole, of: keyof typeof ids) =>
    encodeURIComponent(ids[of]),
  )
  const toldMs = Math.max(Date.parse(appliedAt), silentUntil?.getTime() ?? 0)
  const until = new Date(toldMs + appeal.days * DAY_MS).toISOString()
  return [
    { kind: 'appeal', address, until },
    ...settlement.map((body) => ({ kind: 'settlement' as const, address: body.address })),
    ...(court.address === undefined ? [] : [{ kind: 'court' as const, address: court.address }]),
  ]
}

interface Rendering {
  facts: StatementFacts
  language: string
  redress: readonly Redress[]
}

function valuesOf({ policies, references }: Rules, settings: NoticeSettings, rendering: Rendering): Values {
  const { facts, language, redress } = rendering
  const { appealUntil, appeal } = appealOf(redress, language)
  const policy = policies.get(facts.policyId)
  const [clause, law] = [references.clauses.get(facts.clause ?? ''), references.laws.get(facts.law ?? '')]
  const bodies = (settings.settlement ?? []).map(({ name, address }) => `${name}, ${address}`).join('; ')
  return {
    action: facts.ownAction ? 'own' : facts.action,
    subject: facts.subjectKind,
    ground: facts.ground,
    source: facts.source,
    automated_detection: facts.automatedDetection ? 'yes' : 'no',
    automated_decision: facts.automatedDecision,
    cause: facts.cause ?? NONE,
    own_action: framed('own_action', facts.ownAction?.title),
    label: framed('label', facts.label),
    content_date: facts.subjectKind === 'content' ? formatDay(facts.contentDate, language) : NONE,
    from: formatTime(facts.appliedAt, language),
    until: formatTime(facts.endsAt, language),
    ended_at: formatTime(facts.endedAt, language),
    countries: framed('countries', facts.territorialScope && formatCountries(facts.territorialScope, language)),
    rule: framed('rule', clause ? nameOf(clause, language) : facts.clauseName),
    rule_text: framed('rule_text', policy?.text),
    law: framed('law', law ? nameOf(law, language) : facts.lawName),
    explanation: framed('explanation', facts.explanation),
    facts: framed('facts', facts.facts),
    ...{ appeal, appeal_until: appealUntil },
    settlement: cut('settlement', bodies),
    court: cut('court', settings.court.text[language]),
    ...{ product: NONE, trader: NONE, sold_from: NONE },
    reference: facts.enforcementId,
  }
}

function appealOf(redress: readonly Redress[], language: string): { appeal: string; appealUntil: string } {
  const way = redress.find(({ kind }) => kind === 'appeal')
  return { appeal: way?.address ?? NONE, appealUntil: formatDay(way?.until, language) }
}

/** Cuts a text to the length that its variable may have. */
const cut = (variable: Variable, text: string | null | undefined): string =>
  text === undefined || text === null || text === '' ? NONE : plainText(text, VARIABLES[variable].charsMax)
const plainText = (text: string, charsMax: number): string =>
  text.length <= charsMax ? text : `${text.slice(0, charsMax - 1)}…`
