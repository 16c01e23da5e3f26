import type { DestinationStream } from 'pino'

/** Receives each line of the log after it was written. Undefined: no collector is set. */
let forward: ((line: string) => void) | undefined

export function forwardLogs(to: ((line: string) => void) | undefined): void {
  forward = to
}

/** Writes lines to a stream, and passes them on to the collector of logs, if there is one. */
export const forwarding = (stream: DestinationStream): DestinationStream => ({
  write: (line) => {
    stream.write(line)
    forward?.(line)
  },
})
