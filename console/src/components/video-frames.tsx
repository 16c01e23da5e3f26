import { Button, Group, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type RefObject, useState } from 'react'
import { words } from '../words/words.ts'
import { formatMeasure } from './format.ts'
import { readFrames } from './read-frames.ts'

/** Most videos show 24 to 30 frames a second. A step of this length passes over none of them. */
const STEP_SECONDS = 1 / 30
const SPEEDS = [0.25, 0.5, 1] as const

interface Props {
  url: string
  video: RefObject<HTMLVideoElement | null>
  /** The classes that soften each frame as the video is softened. */
  look: string
}

/**
 * Looks closely at a video: single steps, slower playback, and a strip of frames from its whole length. The frames are
 * drawn in the browser from the bytes that are already loaded.
 */
export function VideoFrames({ url, video, look }: Props) {
  const frames = useMutation({ mutationFn: () => readFrames(url) })
  const [speed, setSpeed] = useState(1)
  const seek = (to: (now: number) => number) => {
    if (video.current === null) return
    video.current.pause()
    video.current.currentTime = to(video.current.currentTime)
  }
  const next = SPEEDS[(SPEEDS.indexOf(speed as 1) + 1) % SPEEDS.length] ?? 1
  const change = () => {
    if (video.current !== null) video.current.playbackRate = next
    setSpeed(next)
  }
  return (
    <Stack gap={4}>
      <Group gap="xs">
        <Step name={words.media.frames.back} onClick={() => seek((now) => now - STEP_SECONDS)} />
        <Step name={words.media.frames.on} onClick={() => seek((now) => now + STEP_SECONDS)} />
        <Step name={words.media.frames.speed({ speed })} onClick={change} />
        <Button size="compact-sm" variant="default" loading={frames.isPending} onClick={() => frames.mutate()}>
          {words.media.frames.show}
        </Button>
      </Group>
      {frames.isError && <Text size="sm">{words.media.frames.none}</Text>}
      {frames.data && (
        <ul className="video-frames" aria-label={words.media.frames.title}>
          {frames.data.map(({ at, picture }) => (
            <li key={at}>
              <button type="button" className="media-frame" onClick={() => seek(() => at)}>
                <img src={picture} alt={words.media.frames.at({ at: formatMeasure(at, 'seconds') })} className={look} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </Stack>
  )
}

const Step = ({ name, onClick }: { name: string; onClick: () => void }) => (
  <Button size="compact-sm" variant="default" onClick={onClick}>
    {name}
  </Button>
)
