import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTampering } from '../../../test/support/tamper.ts'
import { copyOf, TAMPERED_PEOPLE, type Tamper } from '../../../test/support/tampered-people.ts'

const CASES: readonly Tamper[] = [
  [
    'what was received is another body',
    `update report_key set body_hash = sha256('') where report_id = 'rep_1' returning report_id`,
    'report_key * changed',
  ],
  [
    'a received id is forgotten',
    `delete from report_key where report_id = 'rep_1' returning report_id`,
    'report_key * removed',
  ],
  ['a received id is made', copyOf('report_key', { report_id: 'rep_9', client_id: 'new' }), 'report_key rep_9 added'],
  [
    'a comment is another',
    `update report set comment = 'Another.' where id = 'rep_1' returning id`,
    'report * changed',
  ],
  ['a reporter is another', `update report set reporter_id = 'x' where id = 'rep_1' returning id`, 'report * changed'],
  [
    'a report came on another day',
    `update report set received_at = received_at - interval '1 day' where id = 'rep_1' returning id`,
    'report * changed',
  ],
  [
    'a report is in another case',
    `update report set case_id = 'case_9' where id = 'rep_1' returning id`,
    'report * changed',
  ],
  [
    'a case is newer',
    `update review_case set reported_at = now() where id = 'case_1'`,
    'review_case 0 (of case_1) added',
  ],
  ['a report is gone', `delete from report where id = 'rep_1' returning id`, 'report * removed'],
  ['a report is made', copyOf('report', { id: 'rep_9' }), 'report rep_9 added'],
  [
    'evidence is another',
    `update evidence set sha256 = sha256('') where report_id = 'rep_2' returning report_id`,
    'report * changed',
  ],
  ['evidence is gone', `delete from evidence where report_id = 'rep_2' returning report_id`, 'report * changed'],
  ['a rationale is another', `update decision set rationale = 'Another.' returning id`, 'decision * changed'],
  [
    'a conclusion is another',
    `update decision set conclusion = 'no_violation', policy_id = null returning id`,
    'decision * changed',
  ],
  ['a decision is somebody else’s', `update decision set staff_id = 'staff_2' returning id`, 'decision * changed'],
  [
    'a decision was made on another day',
    `update decision set decided_at = decided_at + interval '1 day' returning id`,
    'decision * changed',
  ],
  ['a decision is gone', `delete from decision returning id`, 'decision * removed'],
  ['a decision is made', copyOf('decision', { id: 'dec_9', draft_id: 'new' }), 'decision dec_9 added'],
  [
    'a note is another',
    `update case_event set detail = '{"text":"Another."}' where kind = 'note' returning id || ' (of ' || case_id || ')'`,
    'case_event * changed',
  ],
  [
    'somebody else held a case',
    `update case_event set by = 'staff:staff_2' where id = (select max(id) from case_event where kind = 'claimed') returning id || ' (of ' || case_id || ')'`,
    'case_event * changed',
  ],
  [
    'a release is forgotten',
    `delete from case_event where kind = 'released' returning case_id`,
    'case_event of * removed',
  ],
  [
    'a release is made',
    copyOf('case_event', { id: 99 }, `kind = 'released'`, `99 || ' (of ' || case_id || ')'`),
    'case_event * added',
  ],
]

const ENFORCEMENTS: readonly Tamper[] = [
  [
    'an enforcement is where it never went',
    `update enforcement set state = 'restored' where id = 'enf_1' returning id`,
    'enforcement * changed',
  ],
  [
    'an enforcement is another action',
    `update enforcement set action = 'limit', label = null where id = 'enf_2' returning id`,
    'enforcement * changed',
  ],
  [
    'an enforcement is somebody else’s',
    `update enforcement set proposed_by = 'staff:staff_2' where id = 'enf_1' returning id`,
    'enforcement * changed',
  ],
  [
    'an enforcement is on another subject',
    `update enforcement set subject = 'content:x' where id = 'enf_1' returning id`,
    'enforcement * changed',
  ],
  [
    'an enforcement was under a duty',
    `update enforcement set legal_duty = true where id = 'enf_1' returning id`,
    'enforcement * changed',
  ],
  ['an account was small', `update enforcement set reach = 1 where id = 'enf_1' returning id`, 'enforcement * changed'],
  ['an enforcement is gone', `delete from enforcement where id = 'enf_1' returning id`, 'enforcement * removed'],
  ['an enforcement is made', copyOf('enforcement', { id: 'enf_9' }, `id = 'enf_1'`), 'enforcement enf_9 added'],
  [
    'facts of a verdict are others',
    `update verdict set facts = '{}' where enforcement_id = 'enf_1' returning id`,
    'verdict * (of enf_1) changed',
  ],
  [
    'a verdict is gone',
    `delete from verdict where enforcement_id = 'enf_1' returning enforcement_id`,
    'verdict of * removed',
  ],
  ['a verdict is made', copyOf('verdict', { id: 99 }, `enforcement_id = 'enf_1'`), 'verdict 99 (of enf_1) added'],
  [
    'a move is somebody else’s',
    `update enforcement_move set by = 'staff:staff_2' where enforcement_id = 'enf_2' and to_state = 'releasing' returning id`,
    'enforcement_move * (of enf_2) changed',
  ],
  [
    'a move was another',
    `update enforcement_move set to_state = 'held' where enforcement_id = 'enf_2' and to_state = 'releasing' returning id`,
    'enforcement_move * (of enf_2) changed',
  ],
  [
    'a move was earlier',
    `update enforcement_move set at = at - interval '1 minute' where enforcement_id = 'enf_1' and to_state = 'restoring' returning id`,
    'enforcement_move * (of enf_1) changed',
  ],
  [
    'a move is forgotten',
    `delete from enforcement_move where enforcement_id = 'enf_1' and to_state = 'releasing'`,
    'enforcement_move of enf_1 removed',
  ],
  [
    'a move is made',
    copyOf(
      'enforcement_move',
      { id: 99, to_state: 'confirmed' },
      `enforcement_id = 'enf_2' and to_state = 'releasing'`,
    ),
    'enforcement_move 99 (of enf_2) added',
  ],
  [
    'a cause is another',
    `update enforcement_restore set cause = 'ended' returning enforcement_id`,
    'enforcement_restore * changed',
  ],
  [
    'a reason is another',
    `update enforcement_restore set reason = 'Another.' returning enforcement_id`,
    'enforcement_restore * changed',
  ],
  ['a restore is gone', `delete from enforcement_restore returning enforcement_id`, 'enforcement_restore * removed'],
  ['a restore is made', copyOf('enforcement_restore', { enforcement_id: 'enf_2' }), 'enforcement_restore enf_2 added'],
  [
    'a restore of many is of more',
    `update bulk_restore set enforcement_count = 99 returning id`,
    'bulk_restore * changed',
  ],
  [
    'a restore of many is started',
    `update bulk_restore set started_by = 'staff_1' returning id`,
    'bulk_restore * changed',
  ],
  ['a restore of many is gone', `delete from bulk_restore returning id`, 'bulk_restore * removed'],
  ['a restore of many is made', copyOf('bulk_restore', { id: 'restore_9' }), 'bulk_restore restore_9 added'],
]

const VIEWS: readonly Tamper[] = [
  [
    'what somebody saw is another’s',
    `update staff_view set staff_id = 'staff_2' where id = 'view_1' returning id`,
    'staff_view * changed',
  ],
  [
    'why somebody looked is another',
    `update staff_view set reason = 'asked by a lead' where id = 'view_1' returning id`,
    'staff_view * changed',
  ],
  [
    'when somebody looked is later',
    `update staff_view set at = at + interval '1 day' where id = 'view_1' returning id`,
    'staff_view * changed',
  ],
  ['that somebody looked is gone', `delete from staff_view where id = 'view_1' returning id`, 'staff_view * removed'],
  ['that somebody looked is made', copyOf('staff_view', { id: 'view_999' }), 'staff_view view_999 added'],
  ['an alert is gone', `delete from reading_alert`, 'reading_alert of staff_1 removed'],
  ['an alert is made', copyOf('reading_alert', { id: 99, staff_id: 'staff_2' }), 'reading_alert 99 (of staff_2) added'],
]

test('verify finds every changed, removed and added row', async (t) => {
  const { tamper, verify, undo } = await startTampering(t)
  assert.deepEqual(await verify(), [])
  for (const [what, sql, ...finds] of [...TAMPERED_PEOPLE, ...CASES, ...ENFORCEMENTS, ...VIEWS]) {
    await t.test(what, async () => {
      const [id = '*'] = await tamper(sql)
      assert.deepEqual(
        await verify(),
        finds.map((find) => find.replace('*', id)),
      )
      await undo()
    })
  }
  assert.deepEqual(await verify(), [])
})
