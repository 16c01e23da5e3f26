import { Presets, SingleBar } from 'cli-progress'

/** The interval of progress lines without a terminal: enough to see that work continues. */
const LINE_EVERY_MS = 5_000

export interface Progress {
  update(done: number): void
  end(): void
}

/** Shows progress: a bar on a terminal, otherwise plain lines by `say`. */
export function showProgress(what: string, total: number, say: (line: string) => void): Progress {
  if (total <= 0) return { update: () => undefined, end: () => undefined }
  return process.stderr.isTTY ? showBar(what, total) : showLines(what, total, say)
}

function showBar(what: string, total: number): Progress {
  const format = `${what} {bar} {percentage} %  {eta_formatted} to go`
  const bar = new SingleBar(
    { format, formatTime: formatLeft, stream: process.stderr, hideCursor: true },
    Presets.shades_classic,
  )
  bar.start(total, 0)
  return { update: (done) => bar.update(done), end: () => bar.stop() }
}

/** At the beginning and at the end a word replaces the remaining seconds. */
function formatLeft(seconds: unknown): string {
  if (typeof seconds !== 'number') return '?'
  return seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
}

function showLines(what: string, total: number, say: (line: string) => void): Progress {
  let saidAtMs = performance.now()
  return {
    update: (done) => {
      if (performance.now() - saidAtMs < LINE_EVERY_MS) return
      saidAtMs = performance.now()
      say(`${what}: ${Math.floor((100 * done) / total)} %`)
    },
    end: () => undefined,
  }
}
