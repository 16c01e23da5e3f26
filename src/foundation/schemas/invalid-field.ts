import { DeskError } from '../errors.ts'

/** A refusal for one field, named by its path in the body. The value is not quoted: it may be what must not be kept. */
export const invalidField = (field: string, detail: string): DeskError =>
  new DeskError('invalid_input', `${field} ${detail}.`, { errors: [{ field, detail }] })
