import { apiBase } from '~/api/base';
import { authorizedFetch } from '~/api/client';
import { asApiError } from '~/api/problem';
import { saveFile } from '~/lib/download';

/** Downloads a list as CSV, filtered and sorted as it is on screen. */
export async function downloadCsv(path: string, query: object, name: string): Promise<void> {
  const address = new URL(apiBase + path);
  for (const [key, value] of Object.entries(query) as [
    string,
    string | number | boolean | undefined,
  ][]) {
    if (value !== undefined && key !== 'limit' && key !== 'offset')
      address.searchParams.set(key, String(value));
  }
  address.searchParams.set('format', 'csv');
  const answer = await authorizedFetch(new Request(address));
  if (!answer.ok) throw asApiError(answer, await answer.json().catch(() => null));
  saveFile(await answer.blob(), `${name}.csv`);
}
