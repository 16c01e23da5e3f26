import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, unwrap } from '../api/client.ts'
import type { Case, MatchCheck } from '../api/shapes.ts'
import { Countdown } from '../components/countdown.tsx'
import { Hostile } from '../components/handle.tsx'
import { StatePill } from '../components/state-pill.tsx'
import { useNow } from '../components/use-now.tsx'
import { Panel } from '../components/panel.tsx'
import { ProblemNote } from '../components/problem-note.tsx'
import type { StateTone } from '../shell/theme.ts'
import { words } from '../words/words.ts'
import { groundsIn, matchesQuery } from './matches-query.ts'

type Compared = MatchCheck['media'][number]

/**
 * The button that compares a content's media with lists of verified material. Shows the result for each medium, and
 * never the material.
 */
export function CompareMatches({ reviewed }: { reviewed: Case }) {
  const client = useQueryClient()
  const { id: caseId } = reviewed
  const params = { path: { caseId } }
  const { data: found } = useQuery(matchesQuery(caseId))
  const compare = useMutation({
    mutationFn: () => unwrap(api.POST('/v1/cases/{caseId}/match-checks', { params })),
    onSuccess: (checked) => client.setQueryData(matchesQuery(caseId).queryKey, checked),
  })
  const count = reviewed.media.filter(isOfContent).length
  if (reviewed.subject.kind !== 'content' || count === 0) return null
  return (
    <Panel title={words.matches.title} className="no-print">
      <Stack gap="sm">
        <Text size="sm" c="dimmed" maw="72ch">
          {words.matches.about}
        </Text>
        <Group gap="sm">
          <Button variant="default" loading={compare.isPending} onClick={() => compare.mutate()}>
            {found === undefined ? words.matches.compare : words.matches.again}
          </Button>
          <Text size="sm" role="status">
            {compare.isPending && words.matches.comparing({ count })}
            {!compare.isPending && found !== undefined && words.matches.compared({ count: found.media.length })}
          </Text>
        </Group>
        {compare.isError && <ProblemNote error={compare.error} />}
        {found !== undefined && !compare.isPending && <Found found={found} of={reviewed} />}
      </Stack>
    </Panel>
  )
}

/** Only the content's own media are compared; attachments of reports are not part of the content. */
const isOfContent = ({ reportId, goneAt }: Case['media'][number]): boolean => reportId === null && goneAt === null

const TONES: Record<Compared['result'], StateTone> = {
  matches: 'alarm',
  no_match: 'safe',
  not_offered: 'ended',
  unavailable: 'waits',
}

function Found({ found, of: reviewed }: { found: MatchCheck; of: Case }) {
  const now = useNow()
  const isGood = Date.parse(found.goodUntil) > now
  const nameOf = (mediaId: string): string => {
    const place = reviewed.media.findIndex(({ id }) => id === mediaId)
    const kind = reviewed.media[place]?.kind
    return kind === undefined
      ? mediaId
      : words.media.number({ kind: words.media.kinds[kind], place: place + 1, count: reviewed.media.length })
  }
  return (
    <>
      {found.media.map((one) => (
        <Stack key={one.mediaId} gap={0} data-row>
          <Text size="sm">
            <b>{nameOf(one.mediaId)}</b> ·{' '}
            <StatePill tone={TONES[one.result]}>{words.matches.results[one.result]}</StatePill>
          </Text>
          {one.matches.map(({ listId, list, refusal }) => (
            <Text key={listId} size="sm">
              {words.matches.list} <Hostile>{list}</Hostile>
              {refusal !== null && ` · ${words.matches.refusals[refusal]}`}
            </Text>
          ))}
        </Stack>
      ))}
      {groundsIn(found).length > 0 && (
        <Text size="sm" fw={600}>
          {isGood ? <Countdown until={found.goodUntil} say={words.matches.good} /> : words.matches.expired}
        </Text>
      )}
    </>
  )
}
