/** Every address of the pages for people outside, with its method. A link in an address identifies what it is about. */
export const PUBLIC_ROUTES = [
  'GET /public',
  'GET /public/transparency',
  'GET /public/notice',
  'POST /public/notice',
  'GET /public/confirm/:token',
  'POST /public/confirm/:token',
  'GET /public/status/:token',
  'GET /public/status/:token/appeal',
  'POST /public/status/:token/appeal',
  'GET /public/measure/:token',
  'POST /public/measure/:token',
  'POST /public/status/:token/appeal/answer',
  'GET /public/statement/:token',
  'GET /public/statement/:token/appeal',
  'POST /public/statement/:token/appeal',
  'POST /public/statement/:token/appeal/answer',
] as const
