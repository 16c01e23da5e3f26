import { Text, Timeline } from '@mantine/core'
import type { Enforcement, EnforcementState } from '../api/shapes.ts'
import { formatFull } from '../components/format.ts'
import { Hostile } from '../components/handle.tsx'
import { Panel } from '../components/panel.tsx'
import { Icon } from '../components/state-pill.tsx'
import { toneOf } from '../components/state-badge.tsx'
import type { StateTone } from '../shell/theme.ts'
import { words } from '../words/words.ts'

interface Event {
  at: string
  by: string | null
  what: string
  tone: StateTone
  note?: string | null
}

/** Shows what happened to an enforcement on one line, the oldest first, up to what the platform showed. */
export function EnforcementHistory({ enforcement }: { enforcement: Enforcement }) {
  const events = listEvents(enforcement)
  return (
    <Panel title={words.enforcements.history}>
      <Timeline bulletSize={22} lineWidth={2}>
        {events.map(({ at, by, what, tone, note }) => (
          <Timeline.Item key={`${at} ${what} ${by}`} bullet={<Icon tone={tone} />} title={what}>
            <Text size="sm" c="dimmed">
              {formatFull(at)}
              {by !== null && ` · ${by}`}
            </Text>
            {note !== null && note !== undefined && (
              <Text size="sm" className="hostile">
                <Hostile full>{note}</Hostile>
              </Text>
            )}
          </Timeline.Item>
        ))}
      </Timeline>
    </Panel>
  )
}

/** Returns answers, moves, restore and appeals by time; an answer stands before the move that it caused. Pure. */
function listEvents({ moves, answers, restore, laterReasons, appeals }: Enforcement): Event[] {
  const move = (state: EnforcementState) => ({ what: words.states[state], tone: toneOf(state) })
  return [
    ...answers.map(({ at, by, answer }) => ({
      at,
      by,
      what: words.enforcements.answers[answer],
      tone: 'ended' as const,
    })),
    ...moves.map(({ at, by, to }) => ({ at, by, ...move(to) })),
    ...(restore === undefined ? [] : listRestore(restore)),
    ...laterReasons.map(({ by, reason, at }) => ({
      ...{ at, by, note: reason },
      what: words.enforcements.done.given,
      tone: 'ended' as const,
    })),
    ...appeals.flatMap(({ id, receivedAt, endedAt, state }): Event[] => [
      { at: receivedAt, by: null, what: words.appeals.came({ id }), tone: 'waits' },
      ...(endedAt === null
        ? []
        : [
            {
              ...{ at: endedAt, by: null, tone: 'ended' as const },
              what: words.appeals.became({ id, state: words.appeals.states[state] }),
            },
          ]),
    ]),
  ].sort((one, other) => one.at.localeCompare(other.at))
}

function listRestore({ askedAt, visibleAt, by, cause, reason }: NonNullable<Enforcement['restore']>): Event[] {
  const asked: Event = {
    ...{ at: askedAt, by, tone: 'clock', note: reason },
    what: words.enforcements.restoreAsked({ cause: words.enforcements.causes[cause] }),
  }
  if (visibleAt === null) return [asked]
  return [asked, { at: visibleAt, by: null, tone: 'safe', what: words.enforcements.seenVisible }]
}
