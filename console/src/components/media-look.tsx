import { Button, Group, Kbd, Stack, Text } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { Wellbeing, CaseMedia } from '../api/shapes.ts'
import { useLetters } from '../shell/keys.ts'
import { meQuery } from '../shell/queries.ts'
import { words } from '../words/words.ts'
import { MediaZoom } from './media-zoom.tsx'
import { ProblemNote } from './problem-note.tsx'
import { useAddress } from './use-address.ts'
import { VideoFrames } from './video-frames.tsx'

/** The settings until the reviewer's own are known. */
const EVERYTHING_ON: Wellbeing = { blur: true, grey: true, mute: true }

/**
 * Shows one medium: covered and not loaded, then loaded and softened as the settings ask, then clear, then covered and
 * dropped. Each load is recorded as its own look.
 */
export function MediaLook({ caseId, media, hasKey }: { caseId: string; media: CaseMedia; hasKey: boolean }) {
  const wellbeing = useQuery(meQuery).data?.wellbeing ?? EVERYTHING_ON
  const [isClear, setClear] = useState(false)
  const look = useMutation({
    mutationFn: () => {
      const params = { path: { caseId, mediaId: media.id } }
      return unwrap<Blob>(api.GET('/v1/cases/{caseId}/media/{mediaId}', { params, parseAs: 'blob' }))
    },
  })
  const isSoft = media.kind !== 'audio' && !isClear && (wellbeing.blur || wellbeing.grey)
  const next = () => {
    if (look.isPending) return
    if (look.data === undefined) return look.mutate()
    if (isSoft) return setClear(true)
    look.reset()
    setClear(false)
  }
  useLetters(hasKey ? { b: next } : {})
  return (
    <Stack gap={4} align="flex-start">
      {look.data === undefined ? (
        <div className="media-cover" aria-hidden="true" />
      ) : (
        <Bytes bytes={look.data} media={media} soft={isSoft ? wellbeing : undefined} isMuted={wellbeing.mute} />
      )}
      <Group gap="xs">
        <Button size="compact-sm" variant="default" loading={look.isPending} onClick={next}>
          {look.data === undefined ? formatLook(media, wellbeing) : isSoft ? words.media.clearly : words.media.cover}
        </Button>
        {hasKey && <Kbd>B</Kbd>}
      </Group>
      {look.isError && <ProblemNote error={look.error} />}
    </Stack>
  )
}

function formatLook({ kind }: CaseMedia, { blur, grey, mute }: Wellbeing): string {
  const { look } = words.media
  if (kind === 'audio') return mute ? look.listenMuted : look.listen
  if (blur) return grey ? look.blurGrey : look.blur
  return grey ? look.grey : look.plain
}

interface Shown {
  bytes: Blob
  media: CaseMedia
  /** The settings that soften it; undefined: shown unchanged. */
  soft: Wellbeing | undefined
  isMuted: boolean
}

/** Shows or plays the bytes of a medium. Playback never starts by itself. */
function Bytes({ bytes, media: { kind, alternativeText }, soft, isMuted }: Shown) {
  const url = useAddress(bytes)
  const [isBroken, setBroken] = useState(false)
  const video = useRef<HTMLVideoElement>(null)
  if (isBroken) return <Text size="sm">{words.media.broken}</Text>
  if (url === undefined) return null
  const name = alternativeText ?? words.media.kinds[kind]
  const softened = soft && ['is-soft', soft.blur && 'is-blurred', soft.grey && 'is-grey']
  const look = ['media-look', ...(softened ?? [])].filter(Boolean).join(' ')
  const broken = () => setBroken(true)
  const sounding = { src: url, controls: true, muted: isMuted, 'aria-label': name, onError: broken }
  if (kind === 'audio') return <audio {...sounding} />
  if (kind === 'video')
    return (
      <>
        <div className="media-frame">
          <video {...sounding} ref={video} className={look} />
        </div>
        <VideoFrames url={url} video={video} look={look} />
      </>
    )
  return (
    <>
      <div className="media-frame">
        <img src={url} alt={name} className={look} onError={broken} />
      </div>
      {!soft?.blur && <MediaZoom url={url} name={name} isGrey={soft?.grey ?? false} />}
    </>
  )
}
