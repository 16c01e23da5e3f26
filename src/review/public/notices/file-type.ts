/** The types of files that a notice may carry, each with the bytes with which it begins. */
const BEGINNINGS: readonly [mediaType: string, bytes: readonly number[], offset?: number][] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['image/webp', [0x57, 0x45, 0x42, 0x50], 8],
  ['application/pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
]
/** The types as a browser's file dialog takes them. */
export const ACCEPTED_TYPES = BEGINNINGS.map(([mediaType]) => mediaType).join(',')

/**
 * Returns the type of a file by its first bytes; undefined: a notice carries no such file. The name and the type that
 * the sender states count for nothing.
 */
export const fileTypeOf = (bytes: Buffer): string | undefined =>
  BEGINNINGS.find(([, beginning, offset = 0]) => beginning.every((byte, at) => bytes[offset + at] === byte))?.[0]
