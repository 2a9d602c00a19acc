import { apiBase } from '~/api/base';
import { asApiError, networkError } from '~/api/problem';
import { liveToken, renewSession } from '~/api/session';

export interface Upload {
  /** The route, without the base of the API. */
  path: string;
  file: File;
  /** What is said of the file; the server reads it before the file. */
  fields?: Record<string, string>;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** The share that has left this device, from 0 to 1. */
  onProgress?: (share: number) => void;
}

/**
 * Sends a file as the person of this session; a refused token is renewed once, then it is sent
 * again. `fetch` cannot say how far it is, so this is the older way.
 */
export async function upload<Answer>(wanted: Upload): Promise<Answer> {
  const token = await liveToken();
  const first = await send(wanted, token);
  if (first.status !== 401 || token === null) return read(first) as Answer;
  const renewed = await renewSession(token);
  return read(renewed ? await send(wanted, await liveToken()) : first) as Answer;
}

interface Outcome {
  status: number;
  text: string;
  retryAfter: string | null;
}

function send(wanted: Upload, token: string | null): Promise<Outcome> {
  const { path, headers = {}, signal, onProgress } = wanted;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const request = new XMLHttpRequest();
    const abort = () => {
      request.abort();
      reject(new DOMException('cancelled', 'AbortError'));
    };
    request.open('POST', apiBase + path);
    request.withCredentials = true;
    if (token !== null) request.setRequestHeader('Authorization', `Bearer ${token}`);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable && event.total > 0) onProgress?.(event.loaded / event.total);
    });
    request.addEventListener('load', () => resolve(outcomeOf(request)));
    request.addEventListener('error', () => reject(networkError()));
    request.addEventListener('loadend', () => signal?.removeEventListener('abort', abort));
    signal?.addEventListener('abort', abort);
    request.send(formOf(wanted));
  });
}

function formOf({ fields = {}, file }: Upload): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', file, file.name);
  return form;
}

function outcomeOf(request: XMLHttpRequest): Outcome {
  return {
    status: request.status,
    text: request.responseText,
    retryAfter: request.getResponseHeader('Retry-After'),
  };
}

function read({ status, text, retryAfter }: Outcome): unknown {
  const body = parsed(text);
  if (status >= 200 && status < 300) return body;
  const headers = new Headers();
  if (retryAfter !== null) headers.set('Retry-After', retryAfter);
  throw asApiError(new Response(null, { status, headers }), body);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
