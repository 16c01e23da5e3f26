import assert from 'node:assert/strict'
import { test } from 'node:test'
import { RIGHTS } from '../../src/app/http/rights.ts'
import { trackedFiles } from './tracked-files.ts'

/** The routes of people that the console does not call, each with its reason. */
const NOT_CALLED: Readonly<Record<string, string>> = {
  'GET /v1/enforcements': 'Live reads GET /v1/live, which has what moves and what is in effect',
  'GET /v1/drifts/:driftId': 'the list has every field of a drift',
  'POST /v1/enforcements/:enforcementId/identify': 'the form of a decision sends it with the decision',
  'POST /v1/enforcements/:enforcementId/assessment': 'the form of a decision sends it with the decision',
}

/** Returns an address with a star for each parameter: /v1/cases/:caseId/notes has one star. */
const starred = (path: string): string => path.replace(/\$?\{[^}]*\}|:\w+/g, '*')

/** Lists the calls of the console: by method where the client or a picture calls directly, else by address alone. */
function listCalls(): { direct: Set<string>; named: Set<string> } {
  const files = trackedFiles(/^console\/src\/.*\.tsx?$/).filter(({ path }) => !path.endsWith('.gen.ts'))
  const text = files.map((file) => file.text).join('\n')
  const direct = [...text.matchAll(/api\.(?<method>[A-Z]+)\(\s*['`](?<path>\/v1\/[^'`]+)['`]/g)]
  const pictures = [...text.matchAll(/src=\{`(?<path>\/v1\/[^`]+)`\}/g)]
  const named = [...text.matchAll(/['"`](?<path>\/v1\/[^'"`?\s]+)/g)]
  return {
    direct: new Set([
      ...direct.map(({ groups }) => `${groups?.method} ${starred(groups?.path ?? '')}`),
      ...pictures.map(({ groups }) => `GET ${starred(groups?.path ?? '')}`),
    ]),
    named: new Set(named.map(({ groups }) => starred(groups?.path ?? ''))),
  }
}

/** Addresses that code chooses at run time: a link, a stream, or one of several by a name. */
const CHOSEN =
  /^\/v1\/(?:events|(?:me\/)?channels|me\/shift|authority-orders\/\*\/document|cases\/\*\/media\/\*\/poster)(?:\/|$)/

const ofPeople = Object.keys(RIGHTS).filter((route) => {
  const right = RIGHTS[route]
  return right !== undefined && right !== 'anyone' && !('key' in right)
})

test('the console calls every route of people but listed exceptions', () => {
  const { direct, named } = listCalls()
  const isNamed = (path: string) =>
    named.has(path) || [...named].some((each) => each.endsWith('*') && path.startsWith(each.slice(0, -1)))
  const missing = ofPeople.filter((route) => {
    const [method = '', pattern = ''] = route.split(' ')
    const path = starred(pattern)
    return !direct.has(`${method} ${path}`) && !(CHOSEN.test(path) && isNamed(path))
  })
  assert.deepEqual(missing.sort(), Object.keys(NOT_CALLED).sort())
})
