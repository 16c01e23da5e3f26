import { raw } from 'sql-template-tag'
import type { Desk } from '../../src/policy/desk.ts'
import { prepared } from '../../src/foundation/database/prepared.ts'
import type { Move, Seen, SeenEnforcement } from './gate.ts'
import type { ModelPlatform } from './model-platform.ts'
import { readMore } from './real-more.ts'

type Row = Omit<SeenEnforcement, 'subject' | 'parties' | 'answers' | 'moves' | 'verdict'> & {
  subject: string
  parties: { by: string; how: SeenEnforcement['parties'][number]['how'] }[] | null
  answers:
    | {
        by: string
        answer: SeenEnforcement['answers'][number]['answer']
        material: string
        signed: boolean
        atMs: number
      }[]
    | null
  moves: (Omit<Move, 'by'> & { by: string })[] | null
  verdict: { judgedAtMs: number; readAt: string | null; guarded: boolean } | null
}

/** Reads all rows about the subjects of one history in one snapshot. */
export async function readSeen(
  { db }: Desk,
  platform: ModelPlatform,
  people: readonly string[],
  { nowMs, source }: { nowMs: number; source: string | undefined },
): Promise<Seen> {
  const subjects = platform.names.map(platform.key)
  const placeOf = (id: string): number => people.indexOf(id.replace(/^staff:/, ''))
  const [{ rows }, recorded, more] = await Promise.all([
    db.query<Row>(enforcementsOf(subjects)),
    db.query<{
      frozenUntilMs: number | null
      isBreakerOpen: boolean
      isShadow: boolean
      set: { subject: string; generation: number }[] | null
    }>(restOf(subjects)),
    source === undefined ? { bulkActions: [], runs: [] } : readMore(db, platform, { people, source }),
  ])
  const enforcements = rows.map((row) => ({
    ...row,
    subject: platform.nameOf(row.subject),
    parties: (row.parties ?? []).map(({ by, how }) => ({ by: placeOf(by), how })),
    answers: (row.answers ?? []).map((said) => ({ ...said, by: placeOf(said.by) })),
    moves: (row.moves ?? []).map((move) => ({ ...move, by: move.by === 'desk' ? null : placeOf(move.by) })),
    verdict: row.verdict && {
      judgedAtMs: row.verdict.judgedAtMs,
      readAtMs: row.verdict.readAt === null ? null : Date.parse(row.verdict.readAt),
      guarded: row.verdict.guarded,
    },
  }))
  const [rest] = recorded.rows
  const generationsOf = (subject: string) =>
    (rest?.set ?? []).filter((one) => one.subject === subject).map(({ generation }) => generation)
  const recordedGenerations = Object.fromEntries(
    platform.names.map((name) => [name, generationsOf(platform.key(name))]),
  )
  return {
    nowMs,
    enforcements,
    recordedGenerations: recordedGenerations as unknown as Seen['recordedGenerations'],
    frozenUntilMs: rest?.frozenUntilMs ?? null,
    isBreakerOpen: rest?.isBreakerOpen === true,
    isShadow: rest?.isShadow === true,
    ...more,
  }
}

const ms = (time: string) => raw(`(extract(epoch from ${time}) * 1000)::float8`)

const enforcementsOf = (subjects: readonly string[]) => prepared('model-enforcements')`
  select id, subject, action, legal_duty as "legalDuty", ground, source, bulk_action_id as "bulkActionId", shadow, state, ${ms('released_at')} as "releasedAtMs",
    ${ms('expires_at')} as "expiresAtMs", ${ms('ends_at')} as "endsAtMs", ${ms('confirm_by')} as "confirmByMs",
    ${ms('confirmed_at')} as "confirmedAtMs", successor_of is not null as "isSuccessor", action = 'lock' and protected and not interim as "isSecondedLock", interim as "isInterim", failing, lifted,
    exists (select from signature join enforcement_party party on party.enforcement_id = o.id and party.staff_id = signature.staff_id
      where signature.about = o.id and act in ('propose', 'resume', 'reinstate')) as "isSigned",
    encode(material_hash, 'hex') as material,
    (select jsonb_agg(jsonb_build_object('by', staff_id, 'how', how)) from enforcement_party where enforcement_id = o.id) as parties,
    (select jsonb_agg(jsonb_build_object('by', staff_id, 'answer', answer, 'material', encode(material_hash, 'hex'), 'atMs', ${ms('signed_at')},
        'signed', exists (select from signature join passkey on passkey.id = signature.credential_id and passkey.staff_id = signature.staff_id
          where signature.id = approval.signature_id and signature.staff_id = approval.staff_id)) order by id)
      from approval where enforcement_id = o.id) as answers,
    (select jsonb_agg(jsonb_build_object('from', from_state, 'to', to_state, 'by', by, 'atMs', ${ms('at')}) order by id)
      from enforcement_move where enforcement_id = o.id) as moves,
    (select count(*) from ledger_payload where enforcement_id = o.id and kind in ('enforcement_proposed', 'enforcement_moved')) as "moveEntries",
    (select jsonb_build_object('judgedAtMs', ${ms('judged_at')}, 'readAt', facts -> 'account' -> 'readAt', 'guarded', outcome = 'guarded')
      from verdict where enforcement_id = o.id order by id desc limit 1) as verdict
  from enforcement o where subject = any (${subjects}) order by proposed_at, length(id), id`

const restOf = (subjects: readonly string[]) => prepared('model-rest')`
  select ${ms('frozen_until()')} as "frozenUntilMs", exists (select from breaker where closed_at is null and kind not in ('bulk_action', 'automation')) as "isBreakerOpen", in_shadow() as "isShadow",
    (select jsonb_agg(jsonb_build_object('subject', subject,
      'generation', (convert_from(payload, 'UTF8')::jsonb -> 'generation')::integer))
      from ledger_payload where kind = 'desired_state_set' and subject = any (${subjects})) as set`
