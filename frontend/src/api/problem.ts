import type { Problem } from '~/api/types';

/** An answer that refused the request, or the absence of any answer (`network`, status 0). */
export class ApiError extends Error {
  readonly problem: Problem;
  readonly retryAfterSeconds: number | null;

  constructor(problem: Problem, retryAfterSeconds: number | null = null) {
    super(problem.detail ?? problem.title);
    this.name = 'ApiError';
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get status(): number {
    return this.problem.status;
  }

  get code(): string {
    return this.problem.code;
  }
}

export function networkError(): ApiError {
  return new ApiError({ type: 'about:blank', title: '', status: 0, code: 'network' });
}

/** Reads a problem document; whatever else a proxy may answer becomes a problem of its status. */
export function asApiError(response: Response, body: unknown): ApiError {
  const retryAfter = Number.parseInt(response.headers.get('Retry-After') ?? '', 10);
  const seconds = Number.isNaN(retryAfter) ? null : retryAfter;
  if (isProblem(body)) return new ApiError(body, seconds);
  return new ApiError(
    { type: 'about:blank', title: '', status: response.status, code: `status_${response.status}` },
    seconds,
  );
}

function isProblem(body: unknown): body is Problem {
  return (
    typeof body === 'object' &&
    body !== null &&
    'status' in body &&
    typeof body.status === 'number' &&
    'code' in body &&
    typeof body.code === 'string'
  );
}

export function isApiError(error: unknown): error is ApiError {
  return error instanceof ApiError;
}

export function hasCode(error: unknown, ...codes: string[]): error is ApiError {
  return isApiError(error) && codes.includes(error.code);
}

export function hasStatus(error: unknown, ...statuses: number[]): error is ApiError {
  return isApiError(error) && statuses.includes(error.status);
}

/** Whether asking again could help: the server was out of reach, busy or broken. */
export function isPassing(error: unknown): boolean {
  return isApiError(error) && (error.status === 0 || error.status === 429 || error.status >= 500);
}
