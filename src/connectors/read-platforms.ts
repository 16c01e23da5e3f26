import { resolve } from 'node:path'
import { Type } from 'typebox'
import { DEFAULT_PLATFORM, originOf, PLATFORM_NAME } from '../foundation/platforms.ts'
import type { EnvironmentReader } from '../foundation/settings/environment.ts'
import { formatProblems, type Read, readYaml } from '../foundation/yaml/read-yaml.ts'
import type { ConnectorKind } from './connector-kind.ts'
import { CONNECTOR_KINDS } from './connector-kinds.ts'

/** A platform beside the default one, as the file of platforms and the environment describe it. */
export interface NamedPlatform {
  name: string
  kind: ConnectorKind
  /** The settings, checked against the schema of the kind. */
  settings: unknown
  secrets: Readonly<Record<string, string>>
}

/** The most platforms of one desk. */
const PLATFORMS_MAX = 20

/**
 * Reads the file of platforms, and the secret of each from the environment. Every problem is listed, those of the file
 * with their place, those of the environment with their variable. `defaultUrl`: the address of the default platform.
 */
export function readPlatforms(
  file: string | undefined,
  environment: EnvironmentReader,
  problems: string[],
  defaultUrl?: string,
): readonly NamedPlatform[] {
  if (file === undefined) return []
  const outline = readYaml(resolve(file), Outline)
  if (outline.value === undefined) return refuse(outline, problems)
  const kinds = Object.entries(outline.value.platforms).map(([name, { connector, ...settings }]) => ({
    name,
    settings,
    kind: CONNECTOR_KINDS.find(({ kind }) => kind === connector),
  }))
  const wrong = kinds.flatMap(({ name }) => {
    const message = findNameProblem(name)
    return message === undefined ? [] : [outline.problemAt(['platforms', name], message)]
  })
  // The second reading checks each platform against the settings of its own kind.
  const whole = readYaml(resolve(file), wholeSchema(kinds))
  const found = [...wrong, ...whole.problems]
  if (found.length > 0) return refuse({ ...whole, problems: found }, problems)
  const named = kinds.flatMap(({ name, kind, settings }) =>
    kind === undefined ? [] : [{ name, kind, settings, secrets: readSecrets(name, kind, environment, problems) }],
  )
  problems.push(...named.flatMap(listMissing), ...listShared(named, defaultUrl))
  return named
}

/** Names each setting and secret that the platform lacks beside others which work only together with it. */
function listMissing({ name, kind, settings, secrets }: NamedPlatform): string[] {
  const { together } = kind
  if (together === undefined) return []
  const parts = [
    ...together.settings.map((key) => ({ says: `${key} in the file of platforms`, isSet: hasOwn(settings, key) })),
    ...together.secrets.map((key) => ({ says: variableOf(name, key), isSet: hasOwn(secrets, key) })),
  ]
  const missing = parts.filter(({ isSet }) => !isSet).map(({ says }) => says)
  if (missing.length === 0 || missing.length === parts.length) return []
  const all = parts.map(({ says }) => says).join(' and ')
  return [`The platform ${name} lacks ${missing.join(' and ')}. Set ${all}, or none of them.`]
}

const hasOwn = (of: unknown, key: string): boolean => typeof of === 'object' && of !== null && Object.hasOwn(of, key)

/**
 * Names platforms at the origin of another one. They would be one platform with two sets of accounts, and a protection
 * in one set would not count in the other.
 */
function listShared(named: readonly NamedPlatform[], defaultUrl: string | undefined): string[] {
  const known = new Map(defaultUrl === undefined ? [] : [[originOf(defaultUrl), DEFAULT_PLATFORM]])
  return named.flatMap(({ name, kind, settings }) => {
    const origin = originOf(kind.address(settings))
    const other = known.get(origin)
    if (other === undefined) known.set(origin, name)
    return other === undefined
      ? []
      : [
          `The platforms ${other} and ${name} are both at ${origin}. Each needs a host or a port of its own: remove one.`,
        ]
  })
}

function refuse(read: Pick<Read<unknown>, 'problems'>, problems: string[]): readonly NamedPlatform[] {
  problems.push(...formatProblems(read.problems))
  return []
}

function findNameProblem(name: string): string | undefined {
  if (name === DEFAULT_PLATFORM) return `"${DEFAULT_PLATFORM}" is the platform of COUNTERSIGN_PLATFORM_URL`
  if (PLATFORM_NAME.test(name)) return undefined
  return `"${name}" is no name of a platform: small letters, digits and hyphens, at most 30, beginning with a letter`
}

/** The variable of a secret: PASSWORD of `my-pds` is COUNTERSIGN_PLATFORM_MY_PDS_PASSWORD. */
const variableOf = (name: string, secret: string): string =>
  `COUNTERSIGN_PLATFORM_${name.toUpperCase().replaceAll('-', '_')}_${secret}`

/** Reads the secrets of a platform. */
function readSecrets(
  name: string,
  { secrets }: ConnectorKind,
  { readSecret, check }: EnvironmentReader,
  problems: string[],
): Readonly<Record<string, string>> {
  const read = Object.entries(secrets).flatMap(([secret, { isRequired, parse, wanted }]) => {
    const variable = variableOf(name, secret)
    const text = readSecret(variable)
    if (text === undefined && isRequired) problems.push(`${variable} is missing, and the platform ${name} needs it.`)
    const value = check(variable, text, parse, wanted)
    return value === undefined ? [] : [[secret, value] as const]
  })
  return Object.fromEntries(read)
}

const Connector = Type.Enum(
  CONNECTOR_KINDS.map(({ kind }) => kind),
  { description: `one of ${CONNECTOR_KINDS.map(({ kind }) => kind).join(', ')}` },
)
const Outline = Type.Object(
  { platforms: Type.Record(Type.String(), Type.Object({ connector: Connector }), { maxProperties: PLATFORMS_MAX }) },
  { additionalProperties: false },
)

const wholeSchema = (kinds: readonly { name: string; kind: ConnectorKind | undefined }[]) =>
  Type.Object(
    {
      platforms: Type.Object(
        Object.fromEntries(
          kinds.map(({ name, kind }) => [
            name,
            Type.Object({ connector: Connector, ...kind?.settings.properties }, { additionalProperties: false }),
          ]),
        ),
      ),
    },
    { additionalProperties: false },
  )
