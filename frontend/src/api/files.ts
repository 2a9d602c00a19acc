import { apiOrigin } from '~/api/base';
import type { FileLink } from '~/api/types';

/** The whole address of a link that was asked for. It has to be used within a minute. */
export async function addressOf(link: Promise<FileLink>): Promise<string> {
  const { url } = await link;
  return new URL(url, apiOrigin).href;
}
