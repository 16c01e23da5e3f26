/** Every address of the pages for people outside, with its method. A link in an address identifies what it is about. */
export const PUBLIC_ROUTES = [
  'GET /public',
  'GET /public/notice',
  'POST /public/notice',
  'GET /public/confirm/:token',
  'POST /public/confirm/:token',
  'GET /public/status/:token',
] as const
