import { readFileSync, statSync } from 'node:fs'
import { type Config, EnvironmentError, readConfig } from '../../config.ts'
import { isLoopback } from '../../foundation/outgoing/guarded-fetch.ts'
import type { Environment } from '../../foundation/settings/environment.ts'
import { failed, passed, type Step, warned } from '../connect/step.ts'
import { VARIABLES } from '../cli/environment.ts'

/** The rights of a file beyond those of its owner. */
const OTHERS = 0o077
const NAMES = VARIABLES.flatMap(({ name, secret }) => (secret ? [name, `${name}_FILE`] : [name]))
/** Secrets of a platform that the file of platforms names. */
const OF_A_PLATFORM = /^COUNTERSIGN_PLATFORM_[A-Z0-9_]+$/
const VARIABLE = /\b(?:COUNTERSIGN|DATABASE|MIGRATE|OTEL)_[A-Z0-9_]*[A-Z0-9]\b/g
/** The faults of variables, each with the act that mends it. */
const FIXES: readonly [RegExp, (match: RegExpExecArray) => string][] = [
  [/must be (.*)\.$/, ([, wanted]) => `Set it to ${wanted}.`],
  [/is missing, and (\S+) is set\.$/, ([, other]) => `Set it, or remove ${other}.`],
  [/is missing, and/, () => 'Set it.'],
  [/are both set/, () => 'Set one and remove the other.'],
  [/can't be read/, () => 'Correct the path, or let the user that runs the desk read the file.'],
  [/which is empty/, () => 'Write the secret into the file.'],
]

/** The settings that can be used, and what was found in the environment. */
interface CheckedVariables {
  /** Undefined: a problem leaves nothing to check further. */
  config: Config | undefined
  steps: Step[]
}

/** Checks each variable by itself. The others are still read when one is wrong, so that one run finds all problems. */
export function checkVariables(env: Environment): CheckedVariables {
  const { config, problems } = readUsable(env)
  const wrong = withoutConsequences(problems.map((problem) => toStep(problem)))
  const steps = [...wrong, ...findUnknown(env), ...checkSecretFiles(env), ...(config ? checkTogether(config, env) : [])]
  return { config, steps: steps.length > 0 ? steps : [passed('environment', 'Every variable has its form.')] }
}

/** Reads the environment without the variables that are wrong. */
function readUsable(env: Environment): { config: Config | undefined; problems: readonly string[] } {
  try {
    return { config: readConfig(env), problems: [] }
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error
    const { problems } = error
    const bad = new Set(
      problems.flatMap((problem) => problem.match(VARIABLE) ?? []).flatMap((name) => [name, `${name}_FILE`]),
    )
    try {
      return {
        config: readConfig(Object.fromEntries(Object.entries(env).filter(([name]) => !bad.has(name)))),
        problems,
      }
    } catch (left) {
      if (!(left instanceof EnvironmentError)) throw left
      return { config: undefined, problems }
    }
  }
}

function toStep(problem: string): Step {
  const name = nameIn(problem)
  return failed(name, problem.replace(`${name} `, 'It '), fixOf(problem))
}

/** A secret whose file can't be read is missing as well: the file is the cause. */
const withoutConsequences = (steps: readonly Step[]): Step[] =>
  steps.filter(({ id }) => !steps.some((other) => other.id === `${id}_FILE`))

const nameIn = (problem: string): string => problem.match(VARIABLE)?.[0] ?? 'COUNTERSIGN_PLATFORMS'

function fixOf(problem: string): string {
  for (const [pattern, describe] of FIXES) {
    const match = pattern.exec(problem)
    if (match !== null) return describe(match)
  }
  return 'Correct it as docs/reference/environment.md describes.'
}

/** Finds variables of this program's form that it does not read: most are misspelt, and their setting has no effect. */
function findUnknown(env: Environment): Step[] {
  const known = new Set(NAMES)
  return Object.keys(env)
    .filter((name) => name.startsWith('COUNTERSIGN_') && !known.has(name) && !isOfPlatform(env, name))
    .map((name) =>
      warned(name, 'The program reads no such variable.', `Correct the name${suggest(name)}, or remove it.`),
    )
}

const isOfPlatform = (env: Environment, name: string): boolean =>
  env.COUNTERSIGN_PLATFORMS !== undefined && OF_A_PLATFORM.test(name)

/** The known name that differs by the fewest letters, if it is near. */
function suggest(name: string): string {
  const near = NAMES.map((known) => ({ known, distance: countDifferences(name, known) }))
    .filter(({ distance }) => distance <= 3)
    .sort((one, other) => one.distance - other.distance)
  return near[0] === undefined ? '' : `: ${near[0].known}`
}

/** The number of letters to insert, delete or replace (Levenshtein). */
function countDifferences(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, place) => place)
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1]
    for (let j = 1; j <= other.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (letter === other[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}

/** Warns of files with secrets that other users of the machine can read. */
function checkSecretFiles(env: Environment): Step[] {
  return Object.keys(env).flatMap((name) => {
    const file = env[name]?.trim()
    if (!name.endsWith('_FILE') || !file || !(NAMES.includes(name) || isOfPlatform(env, name))) return []
    try {
      readFileSync(file)
      if ((statSync(file).mode & OTHERS) === 0) return [passed(name, 'The file is readable by its owner alone.')]
      return [warned(name, 'Other users of this machine can read the file.', `chmod 600 ${file}`)]
    } catch {
      return [] // The problem of the variable says it already.
    }
  })
}

/** Settings that are right alone and wrong together. */
function checkTogether(
  { host, port, relyingParty, trustedProxies, metrics, platform }: Config,
  env: Environment,
): Step[] {
  const isPublic = relyingParty?.origin.startsWith('https:') === true
  const hasPlatform = Object.keys(env).some((name) => name.startsWith('COUNTERSIGN_PLATFORM_'))
  return [
    ...(platform !== undefined || hasPlatform
      ? []
      : [failed('COUNTERSIGN_PLATFORM_URL', 'No platform is set.', 'Set it and COUNTERSIGN_PLATFORM_SECRET.')]),
    ...(isLoopback(host) || relyingParty !== undefined
      ? []
      : [
          warned(
            'COUNTERSIGN_ORIGIN',
            'Passkeys and sessions work on localhost alone.',
            'Set it to the address that browsers use.',
          ),
        ]),
    ...(isPublic && trustedProxies.length === 0
      ? [
          warned(
            'COUNTERSIGN_TRUST_PROXY',
            'Browsers use https, and no proxy is trusted: every caller seems to have the address of the proxy.',
            'Set it to the address of the proxy that speaks TLS.',
          ),
        ]
      : []),
    ...(metrics !== undefined && metrics.port !== 0 && metrics.port === port
      ? [
          failed(
            'COUNTERSIGN_METRICS_PORT',
            'It is the port of the API.',
            'Set it to another port, one for each process.',
          ),
        ]
      : []),
  ]
}
