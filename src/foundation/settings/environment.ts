import { readFileSync } from 'node:fs'
import { isRange } from '../schemas/address-range.ts'
import { messageOf } from '../errors.ts'
import { A_SECRET, parseHttpUrl, parseSecret } from './setting-values.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** The address of signed calls, and the secret that signs them. */
export interface SignedAddress {
  url: string
  secret: string
  /** The former secret, from _SECRET_PREVIOUS: while the receiver changes secrets, both sign. */
  previousSecret?: string
  /** COUNTERSIGN_ALLOW_PRIVATE: private addresses and ranges that may be reached. */
  allowPrivate: readonly string[]
}

/** The address of a LibreTranslate server, and its API key if it wants one. */
export interface LibreTranslateAddress {
  url: string
  key?: string
  /** COUNTERSIGN_ALLOW_PRIVATE: private addresses and ranges that may be reached. */
  allowPrivate: readonly string[]
}

export type EnvironmentReader = ReturnType<typeof readerOf>

/** Returns functions that read one variable, or two that belong together; they collect the problems that they find. */
export function readerOf(env: Environment, problems: string[]) {
  const read = (name: string): string | undefined => env[name]?.trim() || undefined
  const readSecret = (name: string): string | undefined => readHidden(env, name, problems)
  const check = <T>(
    name: string,
    value: string | undefined,
    parse: (text: string) => T | undefined,
    wanted: string,
  ) => {
    const parsed = value === undefined ? undefined : parse(value)
    if (value !== undefined && parsed === undefined) problems.push(`${name} must be ${wanted}.`)
    return parsed
  }
  /** Reads addresses and ranges, separated by commas. */
  const readRanges = (name: string): readonly string[] => {
    const ranges = (read(name) ?? '')
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '')
    if (!ranges.every(isRange))
      problems.push(`${name} must be addresses or ranges such as 10.1.0.0/16, apart by commas.`)
    return ranges
  }
  /** Reads an address and the secret that signs calls to it: both, or neither. */
  const readSigned = (name: string, example: string) => {
    const [urlName, secretName] = [`${name}_URL`, `${name}_SECRET`]
    const [urlText, secretText] = [read(urlName), readSecret(secretName)]
    const url = check(urlName, urlText, parseHttpUrl, `an address such as ${example}`)
    const secret = check(secretName, secretText, parseSecret, A_SECRET)
    if (urlText && !secretText) problems.push(`${secretName} is missing, and ${urlName} is set.`)
    if (secretText && !urlText) problems.push(`${urlName} is missing, and ${secretName} is set.`)
    const previousName = `${secretName}_PREVIOUS`
    const previousSecret = check(previousName, readSecret(previousName), parseSecret, A_SECRET)
    if (previousSecret && !secretText) problems.push(`${previousName} is set, and ${secretName} is missing.`)
    const allowPrivate = readRanges('COUNTERSIGN_ALLOW_PRIVATE')
    return url && secret ? { url, secret, ...(previousSecret && { previousSecret }), allowPrivate } : undefined
  }
  return { read, readSecret, readRanges, check, readSigned }
}

/** A secret may be in a file, which the variable with the suffix _FILE names, as container platforms provide it. */
function readHidden(env: Environment, name: string, problems: string[]): string | undefined {
  const [value, file] = [env[name]?.trim() || undefined, env[`${name}_FILE`]?.trim() || undefined]
  if (file === undefined) return value
  if (value !== undefined) {
    problems.push(`${name} and ${name}_FILE are both set. Set one and remove the other.`)
    return undefined
  }
  try {
    const text = readFileSync(file, 'utf8').trim()
    if (text === '') problems.push(`${name}_FILE names ${file}, which is empty.`)
    return text || undefined
  } catch (error) {
    problems.push(`${name}_FILE can't be read: ${messageOf(error)}.`)
    return undefined
  }
}
