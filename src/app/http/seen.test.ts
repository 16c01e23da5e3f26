import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listGets } from '../../../test/support/every-get.ts'
import { only, STAR, startGate } from '../../../test/support/gate-flow.ts'
import { bearer } from '../../../test/support/server.ts'
import { FIELD_CLASSES, type FieldClass, maySee, SEEN } from '../../oversight/views/seen.ts'
import { ROLES, type Role } from '../../foundation/domain.ts'
import { RIGHTS } from './rights.ts'

/**
 * By field class, a pattern of the values that this test's desk has in the fields of the class and in no others. A
 * match in an answer proves that the reader saw such a field.
 */
const MARKS: Partial<Record<FieldClass, RegExp>> = {
  guard_reasons: /high-reach|"guards"|100000/,
  reporter_identity: /reporter-of-the-post|reporterId/,
  staff_names: /Somebody Invented/,
}
/** Read without a token, by every role, or about the caller. */
const ELSEWHERE = ['GET /v1/me']
const DEACTIVATE = { action: 'deactivate' }

test('readers see only the classes of fields of their role', async (t) => {
  const desk = await startGate(t)
  const { gate, app } = desk
  const ana = await desk.person()
  const caseId = await gate.claim(STAR, ana)
  await desk.database.ownerPool.query(`update report set reporter_id = 'reporter-of-the-post'`)
  const enforcementId = only((await gate.ask(caseId, ana, DEACTIVATE)).body.enforcements)
  const { rows } = await desk.desk.db.query<{ id: string }>(`select id from report`)
  const places: Record<string, string> = {
    caseId,
    enforcementId,
    accountId: STAR.id,
    reportId: rows[0]?.id ?? '',
    restoreId: 'restore_1',
  }
  const routes = listGets().filter((route) => {
    const right = RIGHTS[route]
    return right !== undefined && right !== 'anyone' && !('key' in right)
  })
  const seen = new Map<Role, string>()
  for (const role of ROLES) {
    const { token } = await desk.person({ roles: [role] })
    for (const route of routes) {
      const path = route.slice('GET '.length).replace(/:(\w+)/g, (_all, name: string) => places[name] ?? '1')
      for (const query of ['', '?reason=asked', '?kind=account&q=otto&reason=asked', '?kind=case&q=otto']) {
        const answer = await app.inject({ url: `${path}${query}`, headers: bearer(token) })
        if (answer.statusCode !== 200) continue
        seen.set(role, `${seen.get(role) ?? ''}${route} ${answer.body}\n`)
        const isJson = String(answer.headers['content-type']).startsWith('application/json')
        const pseudonym = isJson ? (answer.json().pseudonym ?? '') : ''
        for (const fieldClass of FIELD_CLASSES) {
          const caller = { roles: [role], pseudonym }
          const may = maySee(fieldClass, caller, { url: route.slice('GET '.length) })
          const fields = SEEN[fieldClass].fields.map((field) => `"${field}":`)
          const told = MARKS[fieldClass]?.test(answer.body) || fields.some((field) => answer.body.includes(field))
          if (!ELSEWHERE.includes(route))
            assert.ok(may || !told, `${role} at ${route} is told ${fieldClass}: ${answer.body}`)
        }
      }
    }
  }
  // The roles that may see a field get it: otherwise the walk would prove nothing.
  assert.match(seen.get('policy') ?? '', /"guards":\[\{"id":"high-reach"/)
  for (const role of ['lead', 'policy', 'auditor'] as const)
    assert.match(seen.get(role) ?? '', /reporter-of-the-post/, role)
})

test("a reporter's identity is shown to the holder of the case", () => {
  const heron = { roles: ['reviewer'], pseudonym: 'heron' } as const
  assert.equal(maySee('reporter_identity', heron), false)
  assert.equal(maySee('reporter_identity', heron, { claimedBy: 'wren' }), false)
  assert.equal(maySee('reporter_identity', heron, { claimedBy: 'heron' }), true)
  assert.equal(maySee('guard_reasons', { ...heron, roles: ['lead', 'senior'] }, { claimedBy: 'heron' }), false)
  assert.equal(maySee('work_facts', { ...heron, roles: ['lead'] }, { url: '/v1/cases' }), false)
  assert.equal(maySee('staff_names', { ...heron, roles: ['admin', 'policy'] }), false)
  const names = FIELD_CLASSES.flatMap((each) => [...SEEN[each].fields])
  assert.equal(new Set(names).size, names.length)
})
