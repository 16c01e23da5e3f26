import type { DecisionBasis } from '../../enforcement/statements/statement-facts.ts'
import { findCountry } from '../../foundation/country.ts'
import type { Conclusion } from '../../foundation/domain.ts'
import { message } from '../../foundation/messages/message.ts'
import { invalidField } from '../../foundation/schemas/invalid-field.ts'
import { plainLine } from '../../policy/notices/plain-line.ts'
import type { Policies, Policy } from '../../policy/policies.ts'

/** Refuses a basis that its policy does not allow, that names unknown references, or that lacks what it requires. */
export function checkBasis(
  { references }: Pick<Policies, 'references'>,
  policy: Policy | undefined,
  { conclusion, basis }: { conclusion: Conclusion; basis?: DecisionBasis | undefined },
): void {
  if (conclusion !== 'violation' || policy === undefined) {
    if (basis !== undefined) throw invalidField('basis', message('basis.violationOnly'))
    return
  }
  const { ground: open, law: usual, required } = policy.basis
  const { ground = open === 'illegal' ? 'illegal' : 'terms', clause, law, alsoIllegal, ...stated } = basis ?? {}
  if (open !== 'either' && ground !== open)
    throw invalidField('basis/ground', message('field.oneOf', { values: { as: 'or', list: [open] } }))
  refuseUnknown('basis/clause', clause, references.clauses)
  refuseUnknown('basis/law', law, references.laws)
  if (law !== undefined && ground !== 'illegal') throw invalidField('basis/law', message('basis.lawOnly'))
  if (alsoIllegal !== undefined && ground !== 'terms')
    throw invalidField('basis/alsoIllegal', message('basis.termsOnly'))
  if (ground === 'illegal' && law === undefined && usual === null)
    throw invalidField('basis/law', message('basis.required', { what: 'law' }))
  for (const what of required) {
    const given = what === 'law' ? law : stated[what]
    const isNeeded = what !== 'law' || ground === 'illegal'
    if (isNeeded && given === undefined) throw invalidField(`basis/${what}`, message('basis.required', { what }))
  }
  checkTexts(stated)
  checkPlaces(stated)
}

function refuseUnknown(field: string, id: string | undefined, known: ReadonlyMap<string, unknown>): void {
  if (id === undefined || known.has(id)) return
  throw invalidField(field, message('field.oneOf', { values: { as: 'or', list: [...known.keys()] } }))
}

/** A statement would lose these signs, so their writer hears of it now. */
function checkTexts(stated: Pick<DecisionBasis, 'explanation' | 'facts'>): void {
  for (const field of ['explanation', 'facts'] as const) {
    const text = stated[field]
    if (text === undefined) continue
    const words = text.replaceAll(/\s+/g, ' ').trim()
    if (plainLine(text, text.length) !== words) throw invalidField(`basis/${field}`, message('basis.plain'))
  }
}

function checkPlaces({ territorialScope = [] }: DecisionBasis): void {
  for (const [index, code] of territorialScope.entries())
    if (findCountry(code) !== code) throw invalidField(`basis/territorialScope/${index}`, message('draft.country'))
}
