import { resolve } from 'node:path'
import { Type } from 'typebox'
import { DEFAULT_PLATFORM, PLATFORM_NAME } from '../foundation/platforms.ts'
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
 * with their place, those of the environment with their variable.
 */
export function readPlatforms(
  file: string | undefined,
  environment: EnvironmentReader,
  problems: string[],
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
  return kinds.flatMap(({ name, kind, settings }) =>
    kind === undefined ? [] : [{ name, kind, settings, secrets: readSecrets(name, kind, environment, problems) }],
  )
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

/** Reads the secrets of a platform: PASSWORD of `my-pds` is COUNTERSIGN_PLATFORM_MY_PDS_PASSWORD. */
function readSecrets(
  name: string,
  { secrets }: ConnectorKind,
  { readSecret, check }: EnvironmentReader,
  problems: string[],
): Readonly<Record<string, string>> {
  const read = Object.entries(secrets).flatMap(([secret, { isRequired, parse, wanted }]) => {
    const variable = `COUNTERSIGN_PLATFORM_${name.toUpperCase().replaceAll('-', '_')}_${secret}`
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
