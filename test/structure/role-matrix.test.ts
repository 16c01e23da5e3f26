import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { placesOf } from '../../console/src/components/places.ts'
import type { StaffRight } from '../../src/app/http/refuse-by-right.ts'
import { RIGHTS } from '../../src/app/http/rights.ts'
import { ROLES, type Role } from '../../src/foundation/domain.ts'
import { ROOT } from './tracked-files.ts'
import { ABILITIES } from '../console/abilities.ts'

const MATRIX = 'console/src/team/role-matrix.gen.ts'
const isWriting = process.env.COUNTERSIGN_WRITE_TYPES === '1'

const ofPeople = Object.entries(RIGHTS).filter(
  (entry): entry is [string, StaffRight] => typeof entry[1] === 'object' && !('key' in entry[1]),
)

/** Returns when a role may use a route: at any time, on shift, or also on call. */
function accessOf({ roles = [], onShift = [], onCall }: StaffRight, role: Role): string | undefined {
  if (roles.includes(role)) return 'always'
  if (!onShift.includes(role)) return undefined
  return onCall ? 'onDuty' : 'onShift'
}

const accessOfAll = (right: StaffRight) =>
  Object.fromEntries(
    ROLES.flatMap((role) => {
      const access = accessOf(right, role)
      return access === undefined ? [] : [[role, access]]
    }),
  )

test('every route of people is in exactly one ability', () => {
  const named = Object.values(ABILITIES).flat()
  assert.equal(new Set(named).size, named.length, 'a route stands in two abilities')
  const routes = ofPeople.map(([route]) => route)
  assert.deepEqual(named.toSorted(), routes.toSorted())
})

test('the routes of an ability have the same rights', () => {
  const rights = new Map(ofPeople)
  for (const [ability, routes] of Object.entries(ABILITIES)) {
    const [first, ...others] = routes.map((route) => accessOfAll(rights.get(route) ?? {}))
    for (const other of others) assert.deepEqual(other, first, ability)
  }
})

/** The generated table of the page of roles. */
function writeMatrix(): string {
  const rights = new Map(ofPeople)
  const rows = Object.entries(ABILITIES).map(([ability, [route = '']]) => {
    const access = Object.entries(accessOfAll(rights.get(route) ?? {})).map(([role, when]) => `${role}: '${when}'`)
    return `  { ability: '${ability}', access: { ${access.join(', ')} } },`
  })
  return [
    '// Generated from the table of rights: COUNTERSIGN_WRITE_TYPES=1 node --test test/structure/role-matrix.test.ts',
    '',
    "import type { Role } from '../api/role.ts'",
    '',
    "export type Access = 'always' | 'onShift' | 'onDuty'",
    '',
    '/** When each role may use an ability. A role that is not named may not. */',
    'export const ROLE_MATRIX = [',
    ...rows,
    '] as const satisfies readonly { ability: string; access: Partial<Record<Role, Access>> }[]',
    '',
  ].join('\n')
}

test('the page of roles shows the table of rights', () => {
  const path = join(ROOT, MATRIX)
  const written = writeMatrix()
  if (isWriting) writeFileSync(path, written)
  const isSame = existsSync(path) && readFileSync(path, 'utf8') === written
  assert.ok(isSame, 'run: COUNTERSIGN_WRITE_TYPES=1 node --test test/structure/role-matrix.test.ts')
})

test('a reviewer sees at most nine pages in the sidebar', () => {
  assert.ok(placesOf(['reviewer']).flatMap(({ places }) => places).length <= 9)
})
