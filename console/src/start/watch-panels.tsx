import { useQuery } from '@tanstack/react-query'
import type { Verification, WaitingApproval } from '../api/shapes.ts'
import { formatAgo, formatAgoShort, formatFull, formatMinute, formatNumber } from '../components/format.ts'
import { formatDone } from '../components/format-action.ts'
import { Hostile } from '../components/handle.tsx'
import { reachableQuery } from '../components/reachable-query.ts'
import { StatePill } from '../components/state-pill.tsx'
import { SubjectName } from '../components/subject-name.tsx'
import { useNow } from '../components/use-now.tsx'
import { useHasRole, useListsPeople, useSeesEnforcements } from '../components/use-roles.ts'
import { useMe } from '../shell/me.tsx'
import { alertsQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'
import { approvalsQuery, exceptionsQuery, verificationQuery } from './queries.ts'
import { ROWS_MAX, type Row, StartPanel } from './start-panel.tsx'

/** The enforcements that await approval, those that ask the caller first. The desk withholds what they review blind. */
export function WaitingApprovals() {
  const isAllowed = useSeesEnforcements()
  const approvals = useQuery({ ...approvalsQuery, enabled: isAllowed })
  const now = useNow()
  return (
    <StartPanel
      text={words.start.panels.approvals}
      to={{ to: '/countersign' }}
      query={approvals}
      refusal={isAllowed ? undefined : words.start.offShift}
      listRows={(waiting) =>
        waiting
          .toSorted((one, other) => Number(other.you === 'asked') - Number(one.you === 'asked'))
          .slice(0, ROWS_MAX)
          .map((each) => toApproval(each, now))
      }
    />
  )
}

const nameAction = (waiting: WaitingApproval): string =>
  waiting.action === null ? words.start.withheld : formatDone(waiting)

const toApproval = (waiting: WaitingApproval, now: number): Row => {
  const { id, handle, subject, reach, agreeBy, you } = waiting
  const action = nameAction(waiting)
  return {
    key: id,
    to:
      you === 'asked'
        ? { to: '/countersign/$enforcementId', params: { enforcementId: id } }
        : { to: '/enforcements/$enforcementId', params: { enforcementId: id } },
    name: <SubjectName handle={handle} id={subject.id} />,
    reach,
    text: agreeBy === null ? action : words.start.deadline({ action, due: formatAgoShort(agreeBy, now) }),
    title: agreeBy === null ? undefined : formatFull(agreeBy),
    pill: you === 'asked' && <StatePill tone="waits">{words.start.asked}</StatePill>,
  }
}

/** The requirements that the people on duty now can meet, those that they can't first. */
export function Coverage() {
  const isAllowed = useListsPeople()
  const reachable = useQuery({ ...reachableQuery, enabled: isAllowed })
  return (
    <StartPanel
      text={words.start.panels.coverage}
      to={{ to: '/team', search: { tab: 'duty' } }}
      query={reachable}
      refusal={isAllowed ? undefined : words.start.offShift}
      listRows={({ needs, gaps }) =>
        [
          ...gaps.slice(0, 2).map(({ from, needs: what }) => ({
            key: `gap ${from} ${what}`,
            to: { to: '/team', search: { tab: 'duty' } } as const,
            name: what,
            pill: <StatePill tone="waits">{words.start.gapFrom({ at: formatMinute(from) })}</StatePill>,
          })),
          ...needs
            .toSorted((one, other) => Number(one.enough) - Number(other.enough))
            .map(({ needs: what, enough }) => ({
              key: what,
              to: { to: '/team', search: { tab: 'duty' } } as const,
              name: what,
              pill: (
                <StatePill tone={enough ? 'safe' : 'alarm'}>
                  {enough ? words.start.enough : words.start.tooFew}
                </StatePill>
              ),
            })),
        ].slice(0, ROWS_MAX)
      }
    />
  )
}

/** Names the alerts by kind alone: the text of one may name an action that the reader is yet to review blind. */
export function Alerts() {
  const alerts = useQuery(alertsQuery)
  const now = useNow()
  return (
    <StartPanel
      text={words.start.panels.alerts}
      to={{ to: '/inbox' }}
      query={alerts}
      listRows={({ items }) =>
        items.slice(0, ROWS_MAX).map(({ id, kind, at }) => ({
          key: id,
          to: { to: '/inbox' },
          name: words.alerts.kinds[kind],
          text: formatAgo(at, now),
          title: formatFull(at),
        }))
      }
    />
  )
}

export function LedgerState() {
  const verification = useQuery(verificationQuery)
  const now = useNow()
  return (
    <StartPanel
      text={words.start.panels.ledger}
      to={{ to: '/ledger' }}
      query={verification}
      listRows={(found) => listChecks(found, now)}
    />
  )
}

/** The last complete reading of the ledger, and the entry up to which new ones were followed. */
function listChecks({ whole, followed, waiting }: Verification, now: number): Row[] {
  const to = { to: '/ledger' } as const
  const pill = (holds: boolean) => (
    <StatePill tone={holds ? 'safe' : 'alarm'}>{holds ? words.start.holds : words.start.broken}</StatePill>
  )
  return [
    ...(whole === null
      ? []
      : [
          {
            key: 'whole',
            to,
            name: words.start.verified({ ago: formatAgo(whole.endedAt, now) }),
            pill: pill(whole.holds && whole.stands),
          },
          { key: 'entries', to, name: words.start.entries, text: formatNumber(whole.entries) },
          { key: 'problems', to, name: words.start.problems, text: formatNumber(whole.problemCount) },
        ]),
    ...(followed === null
      ? []
      : [
          {
            key: 'followed',
            to,
            name: words.start.followed({ number: formatNumber(followed.number), ago: formatAgo(followed.at, now) }),
            pill: pill(followed.holds),
          },
        ]),
    ...(whole === null ? [] : [{ key: 'waiting', to, name: words.start.unnumbered, text: formatNumber(waiting) }]),
  ]
}

/** Exceptions in effect, the earliest review first. Leads read them on shift only. */
export function Exceptions() {
  const watches = useHasRole('policy', 'auditor')
  const isAllowed = [watches, useMe()?.shift.onShift === true].includes(true)
  const exceptions = useQuery({ ...exceptionsQuery, enabled: isAllowed })
  return (
    <StartPanel
      text={words.start.panels.exceptions}
      to={{ to: '/exceptions' }}
      query={exceptions}
      refusal={isAllowed ? undefined : words.start.offShift}
      listRows={({ items }) =>
        items.map(({ id, caseId, subject, overdue, reviewBy }) => ({
          key: id,
          to: { to: '/cases/$caseId', params: { caseId } },
          name: <Hostile>{subject.id}</Hostile>,
          pill: (
            <StatePill tone={overdue ? 'alarm' : 'clock'}>
              {overdue ? words.start.overdue : words.start.reviewBy({ at: formatMinute(reviewBy) })}
            </StatePill>
          ),
        }))
      }
    />
  )
}
