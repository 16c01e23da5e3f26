import type { StatementText } from '@countersign/platform-kit'
import { nameOf } from '../../policy/basis.ts'
import { formatCountries, formatDay, framed, tidy } from '../../policy/notices/format-values.ts'
import { renderTemplate } from '../../policy/notices/template.ts'
import { NONE, VARIABLES, type Values } from '../../policy/notices/variables.ts'
import type { Policies } from '../../policy/policies.ts'
import type { ConsumerNotice } from './consumer-queries.ts'

const NOTHING = Object.fromEntries(Object.keys(VARIABLES).map((name) => [name, NONE])) as Values

/**
 * Renders a text for consumers in every language of the desk, by the templates in force. It is rendered whenever it is
 * read, so a text that is written to the database reaches no consumer. None: its names are erased. Pure.
 */
export function renderNotice(
  { notices, references }: Pick<Policies, 'notices' | 'references'>,
  { kind, product, trader, law, soldFrom, countries, enforcementId }: ConsumerNotice,
): StatementText[] {
  const ofKind = notices.templates.get(kind)
  if (ofKind === undefined || product === null) return []
  const named = references.laws.get(law ?? '')
  return (notices.settings?.languages ?? []).map((language) => {
    const values = {
      ...NOTHING,
      product: framed('product', product),
      trader: framed('trader', trader),
      law: framed('law', named && nameOf(named, language)),
      countries: framed('countries', countries && formatCountries(countries, language)),
      sold_from: formatDay(soldFrom.toISOString(), language),
      reference: enforcementId,
    }
    return { language, text: tidy(renderTemplate(ofKind.get(language) ?? [], values)) }
  })
}
