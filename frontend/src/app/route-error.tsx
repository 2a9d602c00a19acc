import { errorText } from '~/api/error-text';
import { hasStatus, isApiError } from '~/api/problem';
import { ForbiddenError } from '~/app/guards';
import { BrokenPage, ForbiddenPage, NotFoundPage, UnreachablePage } from '~/app/status-pages';

/** A refusal or an absence: an answer, not a fault of the dashboards. */
export function isExpected(error: unknown): boolean {
  return error instanceof ForbiddenError || isApiError(error);
}

/** The page for what a route's guard, loader or component threw. */
export function RouteError({ error }: { error: unknown }) {
  if (error instanceof ForbiddenError || hasStatus(error, 403)) return <ForbiddenPage />;
  if (hasStatus(error, 404)) return <NotFoundPage />;
  if (hasStatus(error, 0, 502, 503, 504)) return <UnreachablePage />;
  return <BrokenPage detail={isApiError(error) ? errorText(error) : ''} />;
}
