const SAMPLES_PER_SECOND = 8_000
const HEAD_BYTES = 44
const MIDDLE = 128
const LOUD = 60

/** Plays notes one after the other, each by its pitch in hertz and its length: a WAV of eight bits and one voice. */
export function encodeWav(notes: readonly { hertz: number; seconds: number }[]): Buffer {
  const samples = notes.flatMap(({ hertz, seconds }) => {
    const count = Math.round(seconds * SAMPLES_PER_SECOND)
    return Array.from({ length: count }, (_sample, at) => {
      const fading = 1 - at / count
      return MIDDLE + Math.round(LOUD * fading * Math.sin((2 * Math.PI * hertz * at) / SAMPLES_PER_SECOND))
    })
  })
  return Buffer.concat([headOf(samples.length), Buffer.from(samples)])
}

function headOf(length: number): Buffer {
  const head = Buffer.alloc(HEAD_BYTES)
  head.write('RIFF', 0, 'latin1')
  head.writeUInt32LE(HEAD_BYTES - 8 + length, 4)
  head.write('WAVEfmt ', 8, 'latin1')
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20) // Plain samples.
  head.writeUInt16LE(1, 22) // One voice.
  head.writeUInt32LE(SAMPLES_PER_SECOND, 24)
  head.writeUInt32LE(SAMPLES_PER_SECOND, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36, 'latin1')
  head.writeUInt32LE(length, 40)
  return head
}
