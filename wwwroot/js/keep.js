// Keeps what was typed but not yet sent or saved, so that a restart of the server, a lost connection or a reload loses nothing.
// So does the sign-in after an idle session ended, for the same person.
// A field says data-keep and has an id. A button that opens a dialog says data-opens="name", the dialog's content data-dialog="name".
(() => {
  const maxAge = 30 * 60_000;
  const fields = "ap-kept", dialogs = "ap-dialog", signIn = "ap-sign-in";
  const here = () => location.pathname;
  const stale = () => document.documentElement.hasAttribute("data-stale");
  const who = () => document.getElementById("idle-dialog")?.dataset.who ?? "";
  const read = name => { try { return JSON.parse(sessionStorage.getItem(name)) ?? {}; } catch { return {}; } };
  const write = (name, value) => { try { sessionStorage.setItem(name, JSON.stringify(value)); } catch { /* full or forbidden: nothing is kept */ } };
  const dialogOf = element => element.closest(".mud-dialog")?.querySelector("[data-dialog]")?.dataset.dialog ?? "";
  const keyOf = element => `${here()}#${dialogOf(element)}#${element.id}`;

  const forget = match => {
    const kept = read(fields);
    for (const key of Object.keys(kept)) if (match(key, kept[key]) || Date.now() - kept[key].at > maxAge) delete kept[key];
    write(fields, kept);
  };

  document.addEventListener("input", e => {
    const field = e.target;
    if (!field.matches?.("[data-keep]") || !field.id) return;
    const kept = read(fields);
    kept[keyOf(field)] = { value: field.value, at: Date.now(), who: who() };
    write(fields, kept);
  }, true);

  // A field outside a dialog is saved when it is left; a form when it is sent. Without a connection neither reaches the server.
  document.addEventListener("change", e => {
    const field = e.target;
    if (stale() || !field.matches?.("[data-keep]")) return;
    if (!dialogOf(field) && !field.closest("form")) setTimeout(() => { if (!stale()) forget(key => key === keyOf(field)); }, 1500);
  }, true);
  document.addEventListener("submit", e => {
    if (e.target.action?.endsWith("/account/sign-out")) { write(dialogs, {}); write(fields, {}); return; }
    const keys = [...e.target.querySelectorAll("[data-keep]")].map(keyOf);
    setTimeout(() => { if (!stale()) forget(key => keys.includes(key)); }, 1500);
  }, true);

  document.addEventListener("click", e => {
    const opener = e.target.closest?.("[data-opens]");
    if (opener) write(dialogs, { name: opener.dataset.opens, path: here(), at: Date.now(), who: who() });
  }, true);

  // A dialog that closes while the server is there was answered: its text is no longer wanted.
  let shown = "";
  new MutationObserver(() => {
    const now = document.querySelector("[data-dialog]")?.dataset.dialog ?? "";
    if (now === shown) return;
    if (shown && !now && !stale() && !leaving) {
      const gone = `#${shown}#`;
      write(dialogs, {});
      forget(key => key.includes(gone));
    }
    shown = now;
  }).observe(document.documentElement, { childList: true, subtree: true });

  let leaving = false;
  addEventListener("pagehide", () => { leaving = true; });

  const ready = () => document.querySelector("#circuit-ready[data-interactive=true]");
  const fill = () => {
    const kept = read(fields);
    for (const [key, { value, at, who: owner }] of Object.entries(kept)) {
      const [path, dialog, id] = key.split("#");
      const field = path === here() && owner === who() && Date.now() - at < maxAge ? document.getElementById(id) : null;
      if (!field || field.disabled || dialogOf(field) !== dialog || field.dataset.filled === value) continue;
      field.dataset.filled = value;
      if (field.value === value) continue;
      field.value = value;
      field.dispatchEvent(new Event(field.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
      // The browser does not see a text that a script put in as changed; leaving the field saves it as if it had been typed.
      if (field.tagName !== "SELECT") field.addEventListener("blur", () => field.dispatchEvent(new Event("change", { bubbles: true })), { once: true });
    }
  };

  // After a reload: open the dialog again, put the text back where it was, and stop trying after a while.
  function restore() {
    const signedIn = sessionStorage.getItem(signIn) !== null;
    if (here() === "/account/sign-in") { sessionStorage.setItem(signIn, ""); return; }
    if (here().startsWith("/account/")) return;
    sessionStorage.removeItem(signIn);

    // Whoever came here by a link or an address did not ask for an old text.
    if (!signedIn && performance.getEntriesByType("navigation")[0]?.type === "navigate") {
      write(dialogs, {});
      forget(key => key.startsWith(`${here()}#`));
      return;
    }

    const until = Date.now() + 15_000;
    const open = read(dialogs);
    let opened = !(open.name && open.path === here() && open.who === who() && Date.now() - open.at < maxAge);
    if (opened && Object.keys(read(fields)).length === 0) return;
    const timer = setInterval(() => {
      if (Date.now() > until) { clearInterval(timer); return; }
      if (!ready()) return;
      if (!opened) {
        const opener = document.querySelector(`[data-opens="${CSS.escape(open.name)}"]:not(:disabled)`);
        if (!opener) return;
        opened = true;
        opener.click();
      }
      fill();
    }, 200);
  }

  restore();
})();
