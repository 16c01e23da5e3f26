/** The files with the English texts of single pages, in a chunk of their own. */
export const files: Readonly<Record<string, unknown>> = import.meta.glob('../../../messages/en/pages/*.json', {
  eager: true,
  import: 'default',
})
