import { Button, Group, Kbd, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { CaseMedia, Wellbeing } from '../api/shapes.ts'
import { useLetters } from '../shell/keys.ts'
import { meQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'
import { formatNumber } from './format.ts'
import { ProblemNote } from './problem-note.tsx'

const MEGABYTE = 1_000_000
const EVERYTHING_ON: Wellbeing = { blur: true, grey: true, mute: true }

/**
 * Shows a film or sound that is played by ranges: covered and not loaded, then softened as the settings ask with a
 * picture of it, then clear, then covered. Nothing plays by itself, and a part is loaded once it is played.
 */
export function MediaStream({ caseId, media, hasKey }: { caseId: string; media: CaseMedia; hasKey: boolean }) {
  const wellbeing = useQuery(meQuery).data?.wellbeing ?? EVERYTHING_ON
  const [isClear, setClear] = useState(false)
  // The first byte: the desk's refusal has words, and a player's has none.
  const look = useMutation({
    mutationFn: () =>
      unwrap<Blob>(
        api.GET('/v1/cases/{caseId}/media/{mediaId}/stream', {
          ...{ params: { path: { caseId, mediaId: media.id } }, parseAs: 'blob' },
          headers: { range: 'bytes=0-0' },
        }),
      ),
  })
  const isSoft = media.kind === 'video' && !isClear && (wellbeing.blur || wellbeing.grey)
  const next = () => {
    if (look.isPending) return
    if (look.data === undefined) return look.mutate()
    if (isSoft) return setClear(true)
    look.reset()
    setClear(false)
  }
  useLetters(hasKey ? { b: next } : {})
  const name = look.data === undefined ? words.mediaStream.show : isSoft ? words.media.clearly : words.media.cover
  return (
    <Stack gap={4} align="flex-start">
      {look.data === undefined ? (
        <div className="media-cover" aria-hidden="true" />
      ) : (
        <Player caseId={caseId} media={media} soft={isSoft ? wellbeing : undefined} isMuted={wellbeing.mute} />
      )}
      <Group gap="xs">
        <Button size="compact-sm" variant="default" loading={look.isPending} onClick={next}>
          {name}
        </Button>
        {hasKey && <Kbd>B</Kbd>}
        <Text size="sm" c="dimmed">
          {words.mediaStream.size({ size: formatNumber(Math.ceil((media.streamBytes ?? 0) / MEGABYTE)) })}
          {media.sha256 !== null && ` · ${words.mediaStream.unverified}`}
        </Text>
      </Group>
      {look.isError && <ProblemNote error={look.error} />}
    </Stack>
  )
}

interface Playing {
  caseId: string
  media: CaseMedia
  /** The settings that soften it; undefined: shown unchanged. */
  soft: Wellbeing | undefined
  isMuted: boolean
}

function Player({ caseId, media: { id, kind, alternativeText, hasPoster }, soft, isMuted }: Playing) {
  const video = useRef<HTMLVideoElement>(null)
  const [isBroken, setBroken] = useState(false)
  if (isBroken) return <Text size="sm">{words.media.broken}</Text>
  const playing = {
    ...{ src: `/v1/cases/${caseId}/media/${id}/stream`, controls: true, muted: isMuted, preload: 'metadata' },
    ...{ 'aria-label': alternativeText ?? words.media.kinds[kind], onError: () => setBroken(true) },
  }
  if (kind === 'audio') return <audio {...playing} />
  const softened = soft && ['is-soft', soft.blur && 'is-blurred', soft.grey && 'is-grey']
  const look = ['media-look', ...(softened ?? [])].filter(Boolean).join(' ')
  return (
    <div className="media-frame">
      <video
        {...playing}
        ref={video}
        className={look}
        {...(hasPoster && { poster: `/v1/cases/${caseId}/media/${id}/poster` })}
      />
    </div>
  )
}
