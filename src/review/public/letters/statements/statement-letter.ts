import type { Redress, StatementText } from '@countersign/platform-kit'
import { publicMessage } from '../../../../foundation/messages/message.ts'
import { PUBLIC_LANGUAGES, type PublicLanguage, renderPublic } from '../../../../foundation/messages/render-message.ts'
import type { Mail } from '../../../../foundation/outgoing/outbox.ts'
import type { StatementKind } from '../../../../policy/notices/variables.ts'

/** A statement that goes to its person, with the token of its link in its texts. */
export interface SaidStatement {
  id: string
  kind: StatementKind
  enforcementId: string
  texts: readonly StatementText[]
  redress: readonly Redress[]
  /** The times at which the platform showed the effect, and showed it undone. Null: it does not show one. */
  inEffectAt: Date | null
  backAt: Date | null
}

interface Frame {
  /** The platform's name, in the language of the letter. */
  name: string
  /** The page of the statement. Opening it changes nothing. */
  link: string
  /** The language of the person, as their platform names it. Undefined: not known. */
  language: string | undefined
  /** True for an address that no person confirmed: the letter then has the link alone, and not the statement. */
  isUnconfirmed: boolean
}

/** Returns the language of a letter around its statement: the person's, or that of the first text. */
export function letterLanguageOf(texts: readonly StatementText[], language: string | undefined): PublicLanguage {
  const asked = [language, chooseText(texts, language)?.language].map((tag) => tag?.split('-')[0])
  return asked.flatMap((tag) => PUBLIC_LANGUAGES.find((known) => known === tag) ?? [])[0] ?? 'en'
}

/** Returns the statement's text for a reader of this language, or else the first one. */
const chooseText = (texts: readonly StatementText[], language = ''): StatementText | undefined =>
  texts.find((each) => each.language === language) ??
  texts.find((each) => each.language.split('-')[0] === language.split('-')[0]) ??
  texts[0]

/**
 * Formats the letter that carries a statement. All its words are of the statement that two people's templates made, or
 * of the catalogue: none is a stranger's. Pure.
 */
export function writeStatementLetter(said: SaidStatement, { name, link, language, isUnconfirmed }: Frame): Mail {
  const { id, kind, enforcementId: reference, inEffectAt: from, backAt: until } = said
  const own = letterLanguageOf(said.texts, language)
  const words = (text: Parameters<typeof renderPublic>[0]) => renderPublic(text, own)
  const isOver = kind === 'ended' || kind === 'mistake'
  const times =
    isOver && from !== null && until !== null
      ? [words(publicMessage('publicLetter.statement.times', { from, until }))]
      : []
  const open = words(publicMessage(`publicLetter.statement.open.${isOver ? 'ended' : 'standing'}`))
  const stated = isUnconfirmed ? [] : [chooseText(said.texts, language)?.text ?? '']
  return {
    id: `letter_${id}`,
    title: `${name}: ${words(publicMessage(`publicLetter.statement.title.${kind}`, { reference }))}`,
    text: [...stated, ...times, open].join('\n\n'),
    link,
  }
}
