/** The header that leads to the next page when this one is full, for lists whose answer is a bare array. */
export function nextPage(
  path: string,
  query: Readonly<Record<string, string | number | undefined>> & { skip: number; limit: number },
  found: number,
): Record<string, string> {
  if (found === 0 || found < query.limit) return {};
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  search.set('skip', String(query.skip + found));
  return { link: `<${path}?${search}>; rel="next"` };
}
