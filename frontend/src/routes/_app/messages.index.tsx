import { createFileRoute } from '@tanstack/react-router';

import { NothingChosen } from '~/features/chat/nothing-chosen';

export const Route = createFileRoute('/_app/messages/')({ component: NothingChosen });
