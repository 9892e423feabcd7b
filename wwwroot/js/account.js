// Account pages: takes a one-time code from behind the # of the address into its form, and talks to authenticators for passkeys.
(() => {
  const code = location.hash.slice(1);
  const form = document.querySelector("form[data-code-form]");
  if (form && code) {
    history.replaceState(null, "", location.pathname + location.search);
    form.querySelector("[data-code]").value = code;
    form.requestSubmit();
  }

  const isName = !/^(\d+\.){3}\d+$|:/.test(location.hostname.replace(/^\[|\]$/g, ""));
  const works = window.isSecureContext && isName && !!window.PublicKeyCredential?.parseRequestOptionsFromJSON;
  for (const part of document.querySelectorAll("[data-passkey-works]")) part.hidden = !works;
  for (const part of document.querySelectorAll("[data-passkey-fails]")) part.hidden = works;

  const options = async (button, path) => {
    const token = button.form.querySelector('input[name="__RequestVerificationToken"]').value;
    const answer = await fetch(path, { method: "POST", headers: { RequestVerificationToken: token } });
    if (!answer.ok) throw new Error(answer.status === 429 ? "Too many tries. Wait a minute." : "The panel did not answer. Reload the page.");
    return answer.json();
  };

  const run = async (button, act) => {
    const problem = document.getElementById("passkey-problem");
    problem.hidden = true;
    button.disabled = true;
    try {
      const credential = await act();
      button.form.querySelector("[data-credential]").value = JSON.stringify(credential.toJSON());
      button.form.requestSubmit();
    } catch (e) {
      problem.textContent = e.name === "NotAllowedError" ? "No passkey was used: cancelled, or none of this panel is on the device."
        : e.name === "InvalidStateError" ? "This device has a passkey of yours already." : e.message;
      problem.hidden = false;
      button.disabled = false;
    }
  };

  document.querySelector("[data-passkey-sign-in]")?.addEventListener("click", e => run(e.currentTarget, async () =>
    navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(await options(e.target, "/account/passkey/request")) })));
  document.querySelector("[data-passkey-create]")?.addEventListener("click", e => {
    if (!e.currentTarget.form.reportValidity()) return;
    run(e.currentTarget, async () =>
      navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(await options(e.target, "/account/passkey/creation")) }));
  });
})();
