// Tells the panel that somebody is there, warns before an idle session ends, and leaves when it has. Tabs share the time of last use.
(() => {
  const dialog = document.getElementById("idle-dialog");
  if (!dialog) return;
  // A little before the server, so that who comes back reads why.
  const limit = Number(dialog.dataset.seconds) * 1000 - 3000;
  const warning = Math.min(60_000, limit / 4);
  const told = Math.min(60_000, limit / 4);
  const key = "ap-used";
  let reported = Date.now();
  let used = Date.now();

  const read = () => { try { return Math.max(used, Number(localStorage.getItem(key)) || 0); } catch { return used; } };
  const write = () => { try { localStorage.setItem(key, String(used)); } catch { /* this tab counts for itself */ } };

  const report = async () => {
    reported = Date.now();
    try {
      const answer = await fetch(dialog.dataset.alive, { method: "POST", redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 401) leave();
    } catch { /* the connection overlay tells it */ }
  };

  const touch = () => {
    if (dialog.open) return;
    const now = Date.now();
    if (now - used > 1000) { used = now; write(); }
    if (now - reported > told) report();
  };

  const leave = () => {
    const back = encodeURIComponent(location.pathname + location.search);
    location.assign(`${dialog.dataset.signIn}?note=idle&returnUrl=${back}`);
  };

  const stay = () => { dialog.close(); used = Date.now(); write(); report(); };

  for (const kind of ["keydown", "pointerdown", "pointermove", "wheel", "touchstart"]) document.addEventListener(kind, touch, { passive: true, capture: true });
  document.getElementById("idle-stay").addEventListener("click", stay);
  dialog.addEventListener("cancel", e => { e.preventDefault(); stay(); });
  write();

  setInterval(() => {
    const left = read() + limit - Date.now();
    if (left <= 0) { leave(); return; }
    if (left > warning) { if (dialog.open) dialog.close(); return; }
    document.getElementById("idle-left").textContent = String(Math.ceil(left / 1000));
    if (!dialog.open) dialog.showModal();
  }, 1000);
})();
