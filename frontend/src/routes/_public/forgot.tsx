import { createFileRoute } from '@tanstack/react-router';

import { ForgotPage } from '~/features/identity/forgot-page';

export const Route = createFileRoute('/_public/forgot')({ component: ForgotPage });
