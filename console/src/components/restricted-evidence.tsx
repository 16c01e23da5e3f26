import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import { words } from '../words/words.ts'
import { formatClock } from './format.ts'
import { Hostile } from './handle.tsx'
import { ProblemNote } from './problem-note.tsx'
import { ReasonField, VIEW_REASON_CHARS_MAX } from './reason-field.tsx'

interface Props {
  caseId: string
  pieceId: string
  /** True when the reader has the clearance. */
  may: boolean
}

/**
 * Shows that restricted evidence exists, and nothing more. A reader with the clearance gives a reason and gets hash,
 * reference and location. The answer is dropped with the page and never printed.
 */
export function RestrictedEvidence({ caseId, pieceId, may }: Props) {
  const [reason, setReason] = useState('')
  const look = useMutation({
    gcTime: 0,
    mutationFn: () =>
      unwrap(
        api.POST('/v1/cases/{caseId}/restricted/{mediaId}/views', {
          params: { path: { caseId, mediaId: pieceId } },
          body: { reason: reason.trim() },
        }),
      ),
  })
  return (
    <Stack gap="xs" className="media-withheld" p="sm">
      <Text size="sm">
        <b>{pieceId}</b> {may ? words.restricted.isThere : `${words.restricted.isThere} ${words.restricted.takes}`}
      </Text>
      {may && look.data === undefined && (
        <Group align="end" gap="sm" className="no-print">
          <ReasonField
            label={words.restricted.why({ id: pieceId })}
            value={reason}
            max={VIEW_REASON_CHARS_MAX}
            onChange={setReason}
          />
          <Button
            variant="default"
            loading={look.isPending}
            disabled={reason.trim() === ''}
            onClick={() => look.mutate()}
          >
            {words.restricted.look}
          </Button>
        </Group>
      )}
      {look.isError && <ProblemNote error={look.error} />}
      {look.data && <Looked {...look.data} onCover={look.reset} />}
    </Stack>
  )
}

interface LookedProps {
  sha256: string
  reference: string
  link: { address: string; until: string } | null
  why: string | null
  onCover: () => void
}

function Looked({ sha256, reference, link, why, onCover }: LookedProps) {
  return (
    <Stack gap={4} align="flex-start" className="no-print">
      <Text size="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
        {words.media.hash} {sha256} {words.media.reference} <Hostile full>{reference}</Hostile>
      </Text>
      {link === null ? (
        <Text size="sm">{words.restricted.noLink({ why: why ?? '' })}</Text>
      ) : (
        <Anchor href={link.address} target="_blank" rel="noopener noreferrer" size="sm">
          {words.restricted.open({ host: new URL(link.address).host, until: formatClock(link.until) })}
        </Anchor>
      )}
      <Button size="compact-sm" variant="default" onClick={onCover}>
        {words.media.cover}
      </Button>
    </Stack>
  )
}
