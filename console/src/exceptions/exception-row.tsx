import { Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api, unwrap } from '../api/client.ts'
import { CollapsedForm } from '../components/collapsed-form.tsx'
import { formatFull } from '../components/format.ts'
import { Hostile } from '../components/handle.tsx'
import { ReasonForm } from '../components/reason-form.tsx'
import { StatePill } from '../components/state-pill.tsx'
import { useHasRole } from '../components/use-roles.ts'
import { words } from '../words/words.ts'
import type { Exception } from './queries.ts'

/** The most characters of the reason that ends an exception. */
const END_REASON_CHARS_MAX = 1_800

const WEIGHED = ['whoSpeaks', 'publicInterest', 'harm', 'alternatives'] as const

interface Props {
  exception: Exception
  /** Called with the sentence that states the result. */
  onEnd: (result: string) => void
}

/** Shows one exception: its subject and policy, the people, the assessment, and its next review or its end. */
export function ExceptionRow({ exception, onEnd }: Props) {
  const { id, caseId, subject, policyId, assessment } = exception
  return (
    <Stack gap={4} component="article" aria-label={id} data-row>
      <Group gap="xs">
        <State of={exception} />
        <Text size="sm" fw={600}>
          {id}
        </Text>
        <Text size="sm">
          {words.queue.kinds[subject.kind]} <Hostile>{subject.id}</Hostile> · {policyId} ·{' '}
          <Link to="/cases/$caseId" params={{ caseId }}>
            {caseId}
          </Link>
        </Text>
      </Group>
      <Text size="sm" c="dimmed">
        {namePeople(exception)}
      </Text>
      {assessment !== null &&
        WEIGHED.map((part) => (
          <Text key={part} size="sm">
            <b>{words.review[part]}</b> <Hostile full>{assessment[part]}</Hostile>
          </Text>
        ))}
      <EndOf exception={exception} onEnd={onEnd} />
    </Stack>
  )
}

function State({ of: { endedAt, overdue, reviewBy } }: { of: Exception }) {
  if (endedAt !== null) return <StatePill tone="ended">{words.exceptions.ended}</StatePill>
  const at = formatFull(reviewBy)
  return overdue ? (
    <StatePill tone="waits">{words.exceptions.overdue({ at })}</StatePill>
  ) : (
    <StatePill tone="clock">{words.exceptions.reviewBy({ at })}</StatePill>
  )
}

function namePeople({ proposedBy, agreedBy, agreedAt }: Exception): string {
  const later = words.timeline.bySomebody
  return words.exceptions.people({
    proposer: proposedBy ?? later,
    second: agreedBy ?? later,
    at: formatFull(agreedAt),
  })
}

function EndOf({ exception, onEnd }: Props) {
  const { id: exceptionId, caseId, endedAt, endedBy, endReason } = exception
  const client = useQueryClient()
  const mayEnd = useHasRole('policy', 'lead')
  const end = useMutation({
    mutationFn: (reason: string) =>
      unwrap(
        api.POST('/v1/newsworthy-exceptions/{exceptionId}/end', {
          params: { path: { exceptionId } },
          body: { reason },
        }),
      ),
    onSuccess: () => {
      onEnd(words.exceptions.result({ exceptionId, caseId }))
      void client.invalidateQueries({ queryKey: ['exceptions'] })
      void client.invalidateQueries({ queryKey: ['queue'] })
      void client.invalidateQueries({ queryKey: ['case', caseId] })
    },
  })
  if (endedAt !== null) {
    return (
      <Text size="sm" className="hostile">
        {words.exceptions.endedBy({ who: endedBy ?? words.timeline.bySomebody, at: formatFull(endedAt) })} {endReason}
      </Text>
    )
  }
  if (!mayEnd) return null
  return (
    <div>
      <CollapsedForm button={words.exceptions.begin({ exceptionId })}>
        <ReasonForm
          label={words.exceptions.reason}
          max={END_REASON_CHARS_MAX}
          button={words.exceptions.end}
          act={end}
        />
      </CollapsedForm>
    </div>
  )
}
