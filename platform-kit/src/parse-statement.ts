import { asList, asObject, asText, asTime, check, MalformedCall } from './parse-values.ts'
import type { Redress, Statement, StatementText } from './statement.ts'

const ID_CHARS_MAX = 512
const TEXTS_MAX = 16
const TEXT_CHARS_MAX = 5_000
const REDRESS_MAX = 8
const LANGUAGE_CHARS_MAX = 64
const ADDRESS_CHARS_MAX = 2_048
/** A language tag by its form (RFC 5646). */
const LANGUAGE = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/
/** An https address in ASCII without a name or password in it, or one of a desk on the same machine (a demo). */
const ADDRESS = /^(?:https:\/\/[A-Za-z0-9.:-]+|http:\/\/localhost(?::\d{1,5})?)([/?#][!#-;=?-[\]-~]*)?$/

/** Parses a statement of reasons. Members that this version doesn't know reach no handler. */
export function parseStatement(value: unknown, path: string): Statement {
  const { id, texts, redress } = asObject(value, path)
  const parsed = asList(texts, `${path}.texts`, TEXTS_MAX, asStatementText)
  check(parsed.length > 0, `${path}.texts`, 'at least 1')
  return {
    id: asText(id, `${path}.id`, ID_CHARS_MAX),
    texts: parsed,
    redress: asList(redress, `${path}.redress`, REDRESS_MAX, asRedress),
  }
}

function asStatementText(value: unknown, path: string): StatementText {
  const given = asObject(value, path)
  const language = asText(given.language, `${path}.language`, LANGUAGE_CHARS_MAX)
  check(LANGUAGE.test(language), `${path}.language`, 'a language, such as en')
  return { language, text: asText(given.text, `${path}.text`, TEXT_CHARS_MAX) }
}

function asRedress(value: unknown, path: string): Redress {
  const given = asObject(value, path)
  const { kind } = given
  const isKnown = kind === 'appeal' || kind === 'settlement' || kind === 'court'
  if (!isKnown) throw new MalformedCall(`${path}.kind: must be appeal, settlement or court`)
  const address = asText(given.address, `${path}.address`, ADDRESS_CHARS_MAX)
  check(ADDRESS.test(address), `${path}.address`, 'an https address')
  const until = given.until === undefined ? {} : { until: asTime(given.until, `${path}.until`) }
  return { kind, address, ...until }
}
