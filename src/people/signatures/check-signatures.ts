import sql from 'sql-template-tag'
import type { Problem } from '../../ledger/checks/problem.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { verifyAssertion } from '../passkeys/verify-assertion.ts'
import { approverOf, challengeOf } from './challenge.ts'
import type { StoredSignature } from './queries.ts'

const AT_ONCE = 1_000

/** A signature with its passkey; without one if the passkey's row is missing. */
type KeyedSignature = StoredSignature & {
  publicKey: Buffer | null
  backupEligible: boolean
  keyOf: string | null
}

/**
 * Verifies every stored signature again from the rows and the enrolled passkeys alone: offline, without trusting the
 * writer of a row. Then it checks that every act that needs a signature has one, by its actor and for that act.
 */
export async function* checkSignatures(snapshot: Queryable): AsyncGenerator<Problem> {
  for (let after = ''; ; ) {
    const rows = await listSignatures(snapshot, after)
    const last = rows.at(-1)
    if (last === undefined) break
    for (const row of rows) {
      const detail = await findFault(row)
      if (detail !== undefined) yield { table: 'signature', id: row.id, fault: 'forged', detail }
    }
    after = last.id
  }
  const { rows } = await snapshot.query<{ table: string; id: string }>(UNSIGNED)
  for (const { table, id } of rows) {
    yield { table, id, fault: 'forged', detail: 'the signature of the named person is missing' }
  }
}

const KEYED = sql`
  select signature.id, signature.staff_id as "staffId", act, about, core, as_shown as "asShown",
    credential_id as "credentialId", client_data as "clientData", authenticator_data as "authenticatorData", signature,
    public_key as "publicKey", backup_eligible as "backupEligible", passkey.staff_id as "keyOf"
  from signature left join passkey on passkey.id = signature.credential_id`

/**
 * Returns the first fault among the signatures of each subject's enforcements that are in effect or on their way, by the
 * subject. A subject left out has none.
 */
export async function findForged(db: Queryable, subjects: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await db.query<KeyedSignature & { subject: string }>(sql`
    with standing as (
      select id, subject, signature_id, proposal_signature_id from enforcement
      where subject = any (${subjects}) and is_acting(state)),
    used as (
      select standing.subject, approval.signature_id as id from standing
        join approval on enforcement_id = standing.id and answer in ('agree', 'confirm')
      union select subject, signature_id from standing
      union select subject, proposal_signature_id from standing
      union select standing.subject, signature.id from standing
        join signature on about = standing.id and act in ('propose', 'resume', 'reinstate'))
    select used.subject, keyed.* from used join (${KEYED}) keyed on keyed.id = used.id`)
  const faults = new Map<string, string>()
  for (const { subject, ...row } of rows) {
    const fault = faults.has(subject) ? undefined : await findFault(row)
    if (fault !== undefined) faults.set(subject, `signature ${row.id}: ${fault}`)
  }
  return faults
}

async function listSignatures(db: Queryable, after: string): Promise<KeyedSignature[]> {
  return db.list<KeyedSignature>(sql`
    ${KEYED} where signature.id > ${after} order by signature.id limit ${AT_ONCE}`)
}

/** Returns the fault of a signature, as the end of a sentence. Undefined: there is none. */
async function findFault(row: KeyedSignature): Promise<string | undefined> {
  if (row.publicKey === null) return 'the signing key does not exist'
  if (row.keyOf !== row.staffId) return 'the signing key belongs to another person'
  const core = parse(row.core)
  if (core?.act !== row.act || core.approver !== approverOf(row.about, row.staffId, String(core.nonce))) {
    return 'what was signed names another act or another person'
  }
  const verdict = await verifyAssertion(
    { id: row.credentialId, publicKey: row.publicKey, counter: 0, backupEligible: row.backupEligible },
    {
      challenge: challengeOf(row.core, row.asShown),
      ...partyOf(row.clientData),
      response: {
        credentialId: row.credentialId,
        clientDataJSON: row.clientData.toString('base64url'),
        authenticatorData: row.authenticatorData.toString('base64url'),
        signature: row.signature.toString('base64url'),
      },
    },
  )
  return verdict.verified ? undefined : `the key of the named person did not make this signature (${verdict.why})`
}

/**
 * Returns the site for which a signature was made, from its client data. A passkey signs only for its own site, and
 * acceptance compared that site with the configuration.
 */
function partyOf(clientData: Buffer): { origin: string; rpId: string } {
  const origin = String(parse(clientData.toString('utf8'))?.origin)
  return { origin, rpId: URL.parse(origin)?.hostname ?? '' }
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** Selects acts that need a signature and lack one of the same act and object by the same person. */
const UNSIGNED = sql`
  with done (of_table, id, signature_id, act, about, staff_id, core) as (
    select 'approval', enforcement_id, signature_id, answer, enforcement_id, staff_id, core from approval
    where answer in ('agree', 'confirm')
    union all
    select 'enforcement', id, signature_id, null, id, actor_id(proposed_by, 'staff'), null from enforcement
    where successor_of is not null
    union all
    select 'enforcement', id, proposal_signature_id, 'propose', id, actor_id(proposed_by, 'staff'), null from enforcement
    where ground is not null or proposal_signature_id is not null or interim and protected
    union all
    select 'desk_change', id, signature_id, 'staff_rights',
      concat_ws(':', body::jsonb ->> 'staffId', kind, body::jsonb ->> kind), proposed_by, null from desk_change
    where kind in ('role', 'clearance') and direction = 'stricter' and state = 'applied'
      and proposed_at >= (select at from setup_end)
      and not exists (select from change_answer where change_id = desk_change.id and answer = 'agree')
    union all
    select 'rota_entry', id, removal_signature_id, 'staff_rights', staff_id || ':shift:' || id, removed_by, null from rota_entry
    where removed_at >= (select at from setup_end)
    union all
    select 'enforcement', id, null, 'propose', id, actor_id(proposed_by, 'staff'), null from enforcement
    where released_at is not null and protected and not shadow and is_restrictive(action) and not exists (
      select from signature join enforcement_party party on party.enforcement_id = enforcement.id and party.staff_id = signature.staff_id
      where about = enforcement.id and signature.act in ('propose', 'resume', 'reinstate') and how <> 'undid')
    union all
    select 'enforcement_restore', enforcement_id, signature_id, 'restore_second', enforcement_id, actor_id("by", 'staff'), null from enforcement_restore
    where asked_by is not null and bulk_id is null
    union all
    select 'bulk_restore', id, signature_id, 'restore_second', id, started_by, null from bulk_restore
    where started_by is not null and asked_by is not null
    union all
    select 'enforcement_freeze', id::text, signature_id, 'freeze_extend', id::text, seconded_by, null from enforcement_freeze
    where seconded_by is not null
    union all
    select 'change_answer', change_id, signature_id, 'change_agree', change_id, staff_id, core from change_answer
    where answer = 'agree'
    union all
    select 'newsworthy_exception', id, signature_id, 'exception_agree', case_id, agreed_by, null from newsworthy_exception)
  select of_table as table, id from done
  where not exists (select from signature
    where signature.id = done.signature_id and signature.about = done.about and signature.staff_id = done.staff_id
      and (signature.act = done.act or done.act is null and signature.act in ('resume', 'reinstate'))
      and signature.core = coalesce(done.core, signature.core))
  order by 1, 2 limit 1000`
