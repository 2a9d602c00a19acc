import { useTranslation } from 'react-i18next';

import { changeTheme, themes, useTheme } from '~/app/theme';
import { isLanguage, languageNames, languages } from '~/i18n/languages';
import { changeLanguage } from '~/i18n/setup';
import { Field } from '~/ui/field';
import { Select } from '~/ui/input';

export function ThemeChoice() {
  const { t } = useTranslation('shell');
  const theme = useTheme();
  return (
    <Field label={t('theme')}>
      <Select
        value={theme}
        onChange={(event) => {
          const chosen = themes.find((candidate) => candidate === event.target.value);
          if (chosen !== undefined) changeTheme(chosen);
        }}
      >
        {themes.map((candidate) => (
          <option key={candidate} value={candidate}>
            {t(`themes.${candidate}`)}
          </option>
        ))}
      </Select>
    </Field>
  );
}

export function LanguageChoice() {
  const { t, i18n } = useTranslation('shell');
  return (
    <Field label={t('language')}>
      <Select
        value={i18n.language}
        onChange={(event) => {
          if (isLanguage(event.target.value)) void changeLanguage(event.target.value);
        }}
      >
        {languages.map((language) => (
          <option key={language} value={language} lang={language}>
            {languageNames[language]}
          </option>
        ))}
      </Select>
    </Field>
  );
}
