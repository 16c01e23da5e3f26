import sql from 'sql-template-tag'
import type { Guard } from '../../policy/guards/guards-file.ts'
import { type Agreeing, isMet, type Requirement } from '../../policy/requirements/requirement.ts'
import type { Queryable } from '../../foundation/database/db.ts'
import { HOUR_MS } from '../../foundation/durations.ts'
import { type Message, message } from '../../foundation/messages/message.ts'
import { renderMessage } from '../../foundation/messages/render-message.ts'
import { peopleMessage } from '../present/format-enforcement.ts'

/** Consecutive hours in which fewer approvers can be reached than a guard needs. */
export interface Gap {
  guard: string
  /** The beginning of the first hour, and the end of the last. */
  from: Date
  until: Date
  /** The people that the guard needs, in English. */
  needs: string
  requirement: Requirement
  /** The fewest people reachable in one of these hours. */
  reachable: number
}

export interface Reached {
  /** The number of hours examined. */
  hours: number
  /** True when a rota exists; without one only this moment is examined. */
  planned: boolean
  gaps: readonly Gap[]
}

const HOURS = 7 * 24

type Person = Agreeing & { onShift: boolean }
interface Hour {
  at: Date
  people: readonly Person[]
}

/**
 * Compares the guards' requirements with the people who are reachable: now, and in each hour of the coming week by the
 * rota. A reachable person is here then, not leaving, not restricted, may approve, and holds a passkey that counts.
 */
export async function findGaps(db: Queryable, guards: readonly Guard[]): Promise<Reached> {
  const planned = await isPlanned(db)
  const hours = await listHours(db, planned ? HOURS : 1)
  const gaps = guards.flatMap(({ id, requirement }) => gapsOf(id, requirement, hours))
  return { hours: hours.length, planned, gaps }
}

async function isPlanned(db: Queryable): Promise<boolean> {
  const { rows } = await db.query(sql`
    select from rota_entry where removed_at is null and (until_day is null or until_day >= (desk_now() at time zone zone)::date - 1)
    limit 1`)
  return rows.length > 0
}

/** This moment, and the beginnings of the coming hours. */
async function listHours(db: Queryable, count: number): Promise<Hour[]> {
  return db.list<Hour>(sql`
    select hour.at, coalesce(jsonb_agg(jsonb_build_object('staffId', person.id, 'roles', person.roles, 'team', person.team,
        'employer', person.employer, 'onShift', person.on_shift)) filter (where person.id is not null), '[]') as people
    from (select number, case when number = 0 then moment.now else date_trunc('hour', moment.now) + number * interval '1 hour' end as at
      from (select desk_now() as now) moment cross join generate_series(0, ${count}::integer - 1) number) hour
    left join lateral (
      select member.id, member.roles, member.team, member.employer, hour.number = 0 and standing.on_shift as on_shift
      from staff member cross join lateral staff_standing(member.id) standing
      where (member.id in (select staff_id from on_call_at(hour.at)) or hour.number = 0 and standing.on_shift)
        and may_review(member.roles) and is_current_staff(member, hour.at) and not is_leaving(member, hour.at)
        and not standing.restricted and member.approves_from <= hour.at
        and exists (select from passkey where passkey.staff_id = member.id and passkey.removed_at is null
          and passkey.counts_from <= hour.at)) person on true
    group by hour.number, hour.at order by hour.number`)
}

function gapsOf(guard: string, requirement: Requirement, hours: readonly Hour[]): Gap[] {
  const gaps: Gap[] = []
  for (const [index, { at, people }] of hours.entries()) {
    if (isReachable(requirement, people)) continue
    const until = hours[index + 1]?.at ?? new Date(Math.floor(at.getTime() / HOUR_MS) * HOUR_MS + HOUR_MS)
    const last = gaps.at(-1)
    if (last?.until.getTime() === at.getTime()) {
      gaps[gaps.length - 1] = { ...last, until, reachable: Math.min(last.reachable, people.length) }
    } else gaps.push({ guard, from: at, until, needs: formatNeeds(requirement), requirement, reachable: people.length })
  }
  return gaps
}

/**
 * True when the other people meet the requirement whichever person on shift is the proposer. A person who is only on
 * call approves and does not propose. Pure.
 */
export function isReachable(requirement: Requirement, people: readonly Person[]): boolean {
  const asking = people.filter(({ onShift }) => onShift)
  if (asking.length === 0) return canMeet(requirement, people)
  return asking.every((asker) => canMeet(requirement, without(people, asker)))
}

/** True when the people meet the requirement; a confirmation takes a person who does not approve. */
function canMeet({ approvals, confirmMs }: Requirement, people: readonly Agreeing[]): boolean {
  if (confirmMs === null) return isMet(approvals, people)
  return people.some((confirming) => isMet(approvals, without(people, confirming)))
}

const without = <One extends Agreeing>(people: readonly One[], { staffId }: Agreeing): One[] =>
  people.filter((one) => one.staffId !== staffId)

/** Returns the people that a requirement takes, in words. */
export function needsMessage({ approvals, confirmMs }: Requirement): Message {
  const people = peopleMessage(approvals)
  if (confirmMs === null) return message('wait.agreement', { people })
  return approvals.length === 0 ? message('wait.confirming') : message('wait.agreementAndConfirming', { people })
}

/** Returns the people that a requirement takes, in English. */
export const formatNeeds = (requirement: Requirement): string => renderMessage(needsMessage(requirement))
