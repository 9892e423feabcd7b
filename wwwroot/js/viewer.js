// Runs before the first paint: puts the theme on <html> and tells the server theme and time zone by cookie.
window.adminPanel = (() => {
  const media = window.matchMedia("(prefers-color-scheme: dark)");
  const store = (name, value) => {
    document.cookie = `${name}=${value}; path=/; max-age=31536000; samesite=lax`;
  };
  const read = name => document.cookie.split("; ").find(c => c.startsWith(name + "="))?.slice(name.length + 1) ?? "";
  const theme = () => {
    const chosen = read("ap-theme").split(".")[0];
    return chosen === "light" || chosen === "dark" ? chosen : "system";
  };
  const isDark = () => theme() === "dark" || (theme() === "system" && media.matches);
  const apply = () => {
    document.documentElement.dataset.theme = isDark() ? "dark" : "light";
    store("ap-theme", theme() === "system" ? (isDark() ? "system.dark" : "system.light") : theme());
  };
  const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  const viewer = () => ({ theme: theme(), isDark: isDark(), zone: zone() });

  apply();
  store("ap-zone", zone());

  let listener = null;
  media.addEventListener("change", () => {
    apply();
    listener?.invokeMethodAsync("ViewerChanged", viewer());
  });

  return {
    viewer,
    watch(dotnet) { listener = dotnet; return viewer(); },
    unwatch() { listener = null; },
    setTheme(value) {
      store("ap-theme", value);
      apply();
      return viewer();
    },
  };
})();
