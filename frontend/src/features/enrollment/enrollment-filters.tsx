import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { enrollmentStatuses } from '~/api/enrollment';
import { gradeLevelsQuery, schoolYearsQuery } from '~/api/structure';
import type { EnrollmentSearch } from '~/features/enrollment/enrollment-page';
import { orNothing, refiltered } from '~/lib/list-search';
import { Button } from '~/ui/button';
import { Select } from '~/ui/input';
import { SearchField } from '~/ui/search-field';

interface EnrollmentFiltersProps {
  search: EnrollmentSearch;
  onSearch: (search: EnrollmentSearch) => void;
  withStatus: boolean;
}

export function EnrollmentFilters({ search, onSearch, withStatus }: EnrollmentFiltersProps) {
  const { t } = useTranslation(['enrollment', 'common']);
  const levels = useQuery(gradeLevelsQuery()).data?.items ?? [];
  const years = useQuery(schoolYearsQuery()).data?.items ?? [];
  const change = (part: Partial<EnrollmentSearch>) => onSearch(refiltered(search, part));
  const set = [search.q, search.level, search.status].some((value) => value !== undefined);
  return (
    <>
      <SearchField
        label={t('search')}
        value={search.q ?? ''}
        onChange={(q) => change({ q: orNothing(q) })}
        className="w-full sm:w-60"
      />
      <Select
        aria-label={t('gradeLevel')}
        className="w-full sm:w-44"
        value={search.level ?? ''}
        onChange={(event) => change({ level: orNothing(event.target.value) })}
      >
        <option value="">{t('allGradeLevels')}</option>
        {levels.map((level) => (
          <option key={level.id} value={level.id}>
            {level.name}
          </option>
        ))}
      </Select>
      {withStatus ? (
        <Select
          aria-label={t('status')}
          className="w-full sm:w-44"
          value={search.status ?? ''}
          onChange={(event) => {
            const status = enrollmentStatuses.find((each) => each === event.target.value);
            change({ status, view: 'list' });
          }}
        >
          <option value="">{t('allStatuses')}</option>
          {enrollmentStatuses.map((status) => (
            <option key={status} value={status}>
              {t(`common:statuses.${status}`)}
            </option>
          ))}
        </Select>
      ) : null}
      {years.length > 1 ? (
        <Select
          aria-label={t('schoolYear')}
          className="w-full sm:w-44"
          value={search.year ?? ''}
          onChange={(event) => change({ year: orNothing(event.target.value) })}
        >
          <option value="">{t('currentYear')}</option>
          {years.map((year) => (
            <option key={year.id} value={year.id}>
              {year.name}
            </option>
          ))}
        </Select>
      ) : null}
      {set ? (
        <Button
          look="quiet"
          size="small"
          onClick={() => change({ q: undefined, level: undefined, status: undefined })}
        >
          {t('common:clearFilters')}
        </Button>
      ) : null}
    </>
  );
}
