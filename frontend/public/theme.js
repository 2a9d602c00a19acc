// Runs before the first paint, from its own file because the policy refuses inline scripts:
// sets theme and language on the document so that nothing flashes.
(function () {
  var root = document.documentElement;
  var theme = 'system';
  var language = 'en';
  try {
    theme = localStorage.getItem('homeroom.theme') || 'system';
    language = localStorage.getItem('homeroom.language') || 'en';
  } catch {
    // Storage may be forbidden; the defaults serve.
  }
  var dark =
    theme === 'dark' ||
    (theme === 'system' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  root.dataset.theme = dark ? 'dark' : 'light';
  root.lang = language;
})();
