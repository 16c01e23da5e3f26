/** A still picture of a video: its second, and the picture as a data address. */
export interface Frame {
  at: number
  picture: string
}

const FRAMES = 8
const WIDTH_PX = 160
/** A browser that answers nothing for so long can't play the file. */
const WAIT_MS_MAX = 10_000

/**
 * Draws frames from the whole length of a video, evenly spaced. Loads nothing from the network when the address is one
 * of the browser's memory. Rejects when the browser can't play it.
 */
export async function readFrames(url: string): Promise<Frame[]> {
  const video = document.createElement('video')
  video.muted = true
  video.preload = 'auto'
  const loaded = happened(video, 'loadeddata')
  video.src = url
  await loaded
  const seconds = await lengthOf(video)
  const frames: Frame[] = []
  for (let place = 0; place < FRAMES; place += 1)
    frames.push(await drawFrame(video, (seconds * (place + 0.5)) / FRAMES))
  video.removeAttribute('src')
  return frames
}

/** Some recordings state no length. The browser learns it by a jump past the end. */
async function lengthOf(video: HTMLVideoElement): Promise<number> {
  if (Number.isFinite(video.duration)) return video.duration
  const jumped = happened(video, 'seeked')
  video.currentTime = Number.MAX_SAFE_INTEGER
  await jumped
  return Number.isFinite(video.duration) ? video.duration : video.currentTime
}

async function drawFrame(video: HTMLVideoElement, at: number): Promise<Frame> {
  const sought = happened(video, 'seeked')
  video.currentTime = at
  await sought
  const canvas = document.createElement('canvas')
  canvas.width = WIDTH_PX
  canvas.height = Math.round((WIDTH_PX * video.videoHeight) / video.videoWidth)
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height)
  return { at, picture: canvas.toDataURL('image/jpeg') }
}

const happened = (video: HTMLVideoElement, event: 'loadeddata' | 'seeked'): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no ${event} of the video`)), WAIT_MS_MAX)
    const end = (act: () => void) => () => {
      clearTimeout(timer)
      act()
    }
    video.addEventListener(event, end(resolve), { once: true })
    video.addEventListener(
      'error',
      end(() => reject(new Error('the video can not be played'))),
      { once: true },
    )
  })
