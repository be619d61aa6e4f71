/** The search parameters of a request as Next hands them over. */
export type Search = Promise<Record<string, string | string[] | undefined>>;

/** One search parameter as text; "" when absent, the first when repeated. */
export async function searchText(search: Search, name: string): Promise<string> {
  const value = (await search)[name];
  return (Array.isArray(value) ? value[0] : value) ?? "";
}
