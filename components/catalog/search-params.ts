/** The query of a page as Next hands it over. */
export type Search = Record<string, string | string[] | undefined>;

/** The same as everybody else reads it. */
export function toParams(search: Search): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const one of [value].flat()) if (one !== undefined) params.append(name, one);
  }
  return params;
}
