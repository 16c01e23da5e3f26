/**
 * The description of a field by its name, and an example of its value. A key such as `Case.kind` is for the field of
 * one named schema; it wins over the key `kind`.
 */
export type Fields = Readonly<Record<string, readonly [description: string, example?: unknown]>>
