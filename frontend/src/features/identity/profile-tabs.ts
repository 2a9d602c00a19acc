export const profileTabs = ['details', 'password', 'sessions', 'notifications'] as const;
export type ProfileTab = (typeof profileTabs)[number];
