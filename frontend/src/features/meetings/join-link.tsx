import { ExternalLink } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Meeting } from '~/api/types';
import { buttonStyle } from '~/ui/button-style';

interface JoinLinkProps {
  meeting: Pick<Meeting, 'title' | 'url' | 'status'>;
  size?: 'small' | 'medium';
}

/** The way into a meeting that is being held; nothing else is one. */
export function JoinLink({ meeting, size = 'medium' }: JoinLinkProps) {
  const { t } = useTranslation('meetings');
  if (meeting.status !== 'live' || !meeting.url.startsWith('https://')) return null;
  return (
    <a
      href={meeting.url}
      target="_blank"
      rel="noopener noreferrer"
      className={buttonStyle({ look: 'primary', size })}
    >
      <ExternalLink aria-hidden />
      {t('join')}
      <span className="sr-only">{t('joinNote', { title: meeting.title })}</span>
    </a>
  );
}
