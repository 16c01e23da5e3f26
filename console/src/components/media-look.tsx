import { Text } from '@mantine/core'
import { useRef, useState } from 'react'
import { api, unwrap } from '../api/client.ts'
import type { CaseMedia, Wellbeing } from '../api/shapes.ts'
import { words } from '../words/words.ts'
import { lookOf, MediaCover, type Uncovered } from './media-cover.tsx'
import { MediaZoom } from './media-zoom.tsx'
import { useAddress } from './use-address.ts'
import { VideoFrames } from './video-frames.tsx'

/** Shows one medium under its cover. */
export function MediaLook({ caseId, media, hasKey }: { caseId: string; media: CaseMedia; hasKey: boolean }) {
  const params = { path: { caseId, mediaId: media.id } }
  const read = () => unwrap<Blob>(api.GET('/v1/cases/{caseId}/media/{mediaId}', { params, parseAs: 'blob' }))
  return (
    <MediaCover kind={media.kind} hasKey={hasKey} read={read} label={(settings) => formatLook(media, settings)}>
      {(bytes, shown) => <Bytes bytes={bytes} media={media} {...shown} />}
    </MediaCover>
  )
}

function formatLook({ kind }: CaseMedia, { blur, grey, mute }: Wellbeing): string {
  const { look } = words.media
  if (kind === 'audio') return mute ? look.listenMuted : look.listen
  if (blur) return grey ? look.blurGrey : look.blur
  return grey ? look.grey : look.plain
}

interface Shown extends Uncovered {
  bytes: Blob
  media: CaseMedia
}

/** Shows or plays the bytes of a medium. Playback never starts by itself. */
function Bytes({ bytes, media: { kind, alternativeText }, soft, isMuted }: Shown) {
  const url = useAddress(bytes)
  const [isBroken, setBroken] = useState(false)
  const video = useRef<HTMLVideoElement>(null)
  if (isBroken) return <Text size="sm">{words.media.broken}</Text>
  if (url === undefined) return null
  const name = alternativeText ?? words.media.kinds[kind]
  const look = lookOf(soft)
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
