import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { useCan } from '~/api/session-hooks';
import { sectionsQuery, subjectsQuery } from '~/api/structure';
import { type TasksSearch, taskStages } from '~/features/tasks/task-search';
import { orNothing, refiltered } from '~/lib/list-search';
import { Checkbox } from '~/ui/choice';
import { FilterSelect } from '~/ui/filter-select';
import { SearchField } from '~/ui/search-field';

interface FiltersProps {
  search: TasksSearch;
  onSearch: (search: TasksSearch) => void;
}

/** Search and filters of those who plan tasks or watch over them. */
export function PlannedFilters({ search, onSearch }: FiltersProps) {
  const { t } = useTranslation('tasks');
  const grades = useCan('grade_submissions');
  const change = (part: TasksSearch) => onSearch(refiltered(search, part));
  return (
    <>
      <TextFilter search={search} onSearch={onSearch} />
      <SectionFilter search={search} onSearch={onSearch} />
      <SubjectFilter search={search} onSearch={onSearch} />
      <FilterSelect
        label={t('status')}
        all={t('allStages')}
        value={search.stage ?? ''}
        onChange={(value) => change({ stage: taskStages.find((stage) => stage === value) })}
      >
        {taskStages.map((stage) => (
          <option key={stage} value={stage}>
            {t(`stages.${stage}`)}
          </option>
        ))}
      </FilterSelect>
      {grades ? (
        <Checkbox
          label={t('onlyToGrade')}
          checked={search.to_grade === true}
          onChange={(event) => change({ to_grade: event.target.checked ? true : undefined })}
        />
      ) : null}
    </>
  );
}

export function TextFilter({ search, onSearch }: FiltersProps) {
  const { t } = useTranslation('tasks');
  return (
    <SearchField
      label={t('search')}
      value={search.q ?? ''}
      onChange={(q) => onSearch(refiltered(search, { q: orNothing(q) }))}
      className="w-full sm:w-56"
    />
  );
}

function SectionFilter({ search, onSearch }: FiltersProps) {
  const { t } = useTranslation('tasks');
  const teaches = useCan('manage_tasks');
  const { data } = useQuery(
    sectionsQuery({ ...(teaches ? { mine: true } : {}), sort: 'grade_level,name', limit: 100 }),
  );
  return (
    <FilterSelect
      label={t('section')}
      all={t('allSections')}
      value={search.section ?? ''}
      onChange={(value) => onSearch(refiltered(search, { section: orNothing(value) }))}
    >
      {data?.items.map((section) => (
        <option key={section.id} value={section.id}>
          {section.grade_level} – {section.name}
        </option>
      ))}
    </FilterSelect>
  );
}

export function SubjectFilter({ search, onSearch }: FiltersProps) {
  const { t } = useTranslation('tasks');
  const { data } = useQuery(subjectsQuery({ sort: 'title', limit: 100 }));
  return (
    <FilterSelect
      label={t('subject')}
      all={t('allSubjects')}
      value={search.subject ?? ''}
      onChange={(value) => onSearch(refiltered(search, { subject: orNothing(value) }))}
    >
      {data?.items.map((subject) => (
        <option key={subject.id} value={subject.id}>
          {subject.title}
        </option>
      ))}
    </FilterSelect>
  );
}
