import { useTranslation } from 'react-i18next';

/** What was done, in words; the server's own code for what has no words here yet. */
export function useActionText(): (action: string) => string {
  const { t, i18n } = useTranslation('audit');
  return (action) => {
    const known = i18n.exists(`actions.${action}`, { ns: 'audit' });
    return known ? t(`actions.${action}` as 'actions.login.succeeded') : action;
  };
}
