// A page is shown before it lives. What is typed meanwhile moves into the living page, with the cursor. On a slow line the heading of a new page
// and a dialog that opens take the focus late: not from somebody who is typing already.
(() => {
  const lives = () => document.getElementById("circuit-ready")?.dataset.interactive === "true";
  const isField = e => !!e?.matches?.("input:not([type=checkbox], [type=radio], [type=hidden]), textarea");
  const quoted = text => `"${CSS.escape(text)}"`;
  const nameOf = e => e.id ? `#${CSS.escape(e.id)}` : `${e.localName}[aria-label=${quoted(e.getAttribute("aria-label") ?? "")}]`;
  const typed = new Map();
  let cursor = null;
  let place = "";
  let typedAt = 0;
  let help = false;

  document.addEventListener("input", e => {
    if (!e.isTrusted || !isField(e.target)) return;
    place = location.href;
    typedAt = performance.now();
    if (!lives()) typed.set(nameOf(e.target), e.target.value);
  }, true);

  document.addEventListener("keydown", e => {
    if (!lives() && e.key === "?" && !isField(e.target)) help = true;
    if (e.key === "Escape") help = false;
    if (/^(Tab|Enter|Escape)$/.test(e.key)) typedAt = 0;
  }, true);
  document.addEventListener("pointerdown", () => { typedAt = 0; }, true);

  const isTaken = (from, to) => isField(from) && from.isConnected && !to.matches("select")
    && ((to.localName === "h1" && place === location.href) || (typedAt && performance.now() - typedAt < 1000));

  document.addEventListener("focusin", e => {
    if (isField(e.target)) [cursor, place] = [nameOf(e.target), location.href];
    else if (isTaken(e.relatedTarget, e.target)) e.relatedTarget.focus();
    else cursor = null;
  }, true);

  const bringOver = () => {
    for (const [name, value] of typed) {
      const field = document.querySelector(name);
      if (!field || field.value === value) continue;
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      // The browser does not see a text that a script put in as changed.
      const settle = () => field.dispatchEvent(new Event("change", { bubbles: true }));
      field.addEventListener("blur", settle, { once: true });
      field.addEventListener("keydown", e => { if (e.key === "Enter") settle(); }, { capture: true });
    }

    const field = cursor && document.activeElement === document.body ? document.querySelector(cursor) : null;
    if (field) {
      field.focus();
      try { field.setSelectionRange(field.value.length, field.value.length); } catch { /* a number has no cursor to place */ }
    }

    const dialog = document.getElementById("keys-help");
    if (help && dialog && !dialog.open) dialog.showModal();
  };

  if (!document.getElementById("circuit-ready") || lives()) return;
  new MutationObserver((_, observer) => {
    if (!lives()) return;
    observer.disconnect();
    bringOver();
  }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-interactive"] });
})();
