const SHORT_MAX = 200
export const DOCUMENT_TYPES = ['application/pdf', 'text/plain', 'image/png', 'image/jpeg'] as const

/** A file as the desk takes it. A type that it does not take is refused there, with the reason. */
export async function readDocument(file: File) {
  const url = await new Promise<string>((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result))
    reader.onerror = () => reject(reader.error ?? new Error('the file could not be read'))
    reader.readAsDataURL(file)
  })
  const mediaType = DOCUMENT_TYPES.find((type) => type === file.type) ?? 'text/plain'
  return { name: file.name.slice(0, SHORT_MAX), mediaType, base64: url.slice(url.indexOf(',') + 1) }
}
