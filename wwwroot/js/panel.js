// Keyboard, clipboard, dialogs and the connection overlay. Everything else is done by the server.
(() => {
  const panel = window.adminPanel;
  const isTyping = t => t.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(t.tagName);
  let chord = 0;

  const help = () => document.getElementById("keys-help");
  const clearChord = () => { chord = 0; document.documentElement.removeAttribute("data-chord"); };

  document.addEventListener("keydown", e => {
    if (e.ctrlKey || e.metaKey || e.altKey || isTyping(e.target)) return;
    if (document.querySelector("dialog[open], .mud-dialog")) return;
    if (chord && Date.now() - chord < 1500) {
      const link = document.querySelector(`a[data-go="${CSS.escape(e.key.toLowerCase())}"]`);
      clearChord();
      if (link) { e.preventDefault(); link.click(); }
      return;
    }
    if (e.key === "g") {
      chord = Date.now();
      document.documentElement.setAttribute("data-chord", "");
      setTimeout(() => { if (Date.now() - chord >= 1500) clearChord(); }, 1550);
    } else if (e.key === "/") {
      const box = document.querySelector("[data-search] input, input[data-search]")
        ?? [...document.querySelectorAll("[data-lookup]")].find(e => e.offsetParent);
      e.preventDefault();
      if (box) { box.focus(); box.select(); }
      else document.querySelector('a[data-go][href="/lookup"]')?.click();
    } else if (e.key === "?") {
      help()?.showModal();
    }
  });

  // Alt+arrows move the row that has the cursor, wherever in the row it is; the cursor goes with it.
  document.addEventListener("keydown", e => {
    if (!e.altKey || !/^Arrow(Up|Down)$/.test(e.key) || isTyping(e.target)) return;
    const row = e.target.closest("[data-movable]");
    if (!row) return;
    e.preventDefault();
    const way = e.key === "ArrowUp" ? "up" : "down";
    const button = row.querySelector(`[data-move=${way}]:not(:disabled)`);
    if (!button) return;
    const place = row.querySelector(".step")?.textContent;
    button.click();
    const until = Date.now() + 2000;
    const timer = setInterval(() => {
      const moved = document.getElementById(row.id);
      const now = moved?.querySelector(".step")?.textContent;
      if (Date.now() > until) clearInterval(timer);
      if (!moved || now === place) return;
      clearInterval(timer);
      if (!moved.contains(document.activeElement)) (moved.querySelector(`[data-move=${way}]:not(:disabled)`) ?? moved.querySelector("[data-move]:not(:disabled)"))?.focus();
      moved.scrollIntoView({ block: "nearest" });
      announce(`Now number ${now}`);
    }, 40);
  });

  document.addEventListener("click", async e => {
    const target = e.target.closest("[data-copy], [data-show-keys], [data-close-dialog], [data-print]");
    if (!target) return;
    if (target.hasAttribute("data-print")) { window.print(); return; }
    if (target.hasAttribute("data-show-keys")) { help()?.showModal(); return; }
    if (target.hasAttribute("data-close-dialog")) { target.closest("dialog")?.close(); return; }
    e.preventDefault();
    e.stopPropagation();
    const text = target.dataset.copy || document.getElementById(target.dataset.copyFrom)?.innerText || "";
    if (!(await copy(text))) return;
    target.classList.add("is-copied");
    announce("Copied");
    setTimeout(() => target.classList.remove("is-copied"), 1400);
  }, true);

  // navigator.clipboard exists only on https and localhost; a panel is often reached over plain http in a private network.
  async function copy(text) {
    if (navigator.clipboard && window.isSecureContext) {
      try { await navigator.clipboard.writeText(text); return true; } catch { /* the older way follows */ }
    }
    const area = Object.assign(document.createElement("textarea"), { value: text });
    area.style.cssText = "position:fixed;opacity:0";
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }

  function announce(text) {
    const region = document.getElementById("announcer");
    if (region) { region.textContent = ""; requestAnimationFrame(() => { region.textContent = text; }); }
  }

  // Scrolls to a setting and puts the cursor into it.
  panel.reveal = id => {
    const target = document.getElementById(id);
    if (!target) return;
    target.scrollIntoView({ block: target.matches(".card") ? "start" : "center" });
    if (!target.matches(".card")) target.querySelector("input, select, textarea, button")?.focus({ preventScroll: true });
    target.classList.add("is-revealed");
    setTimeout(() => target.classList.remove("is-revealed"), 2400);
  };

  panel.copy = copy;
  panel.announce = announce;

  const dialog = document.getElementById("components-reconnect-modal");
  if (!dialog) return;

  const retry = async () => {
    document.removeEventListener("visibilitychange", retryWhenVisible);
    try {
      if (!(await Blazor.reconnect()) && !(await Blazor.resumeCircuit())) location.reload();
      else dialog.close();
    } catch {
      document.addEventListener("visibilitychange", retryWhenVisible);
    }
  };
  const retryWhenVisible = () => { if (document.visibilityState === "visible") retry(); };

  dialog.addEventListener("components-reconnect-state-changed", e => {
    switch (e.detail.state) {
      case "show":
        document.documentElement.setAttribute("data-stale", "");
        if (!dialog.open) dialog.show();
        break;
      case "hide":
        document.documentElement.removeAttribute("data-stale");
        dialog.close();
        break;
      case "failed":
        document.addEventListener("visibilitychange", retryWhenVisible);
        break;
      case "rejected":
        location.reload();
        break;
    }
  });
  document.getElementById("components-reconnect-button").addEventListener("click", retry);
  document.getElementById("components-resume-button").addEventListener("click", async () => {
    try { if (!(await Blazor.resumeCircuit())) location.reload(); } catch { location.reload(); }
  });
})();
