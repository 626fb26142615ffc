// Keeps an answer on this phone while there is no signal, and sends it by itself when there is. No addresses are
// kept: only which button was pressed and the line that was written. Without it every button works as a plain form.
(() => {
  const KEY = "kith-kept";
  const line = document.querySelector("[data-kept]");

  function kept() {
    try {
      return JSON.parse(localStorage.getItem(KEY) || "[]");
    } catch {
      return [];
    }
  }

  function keep(answers) {
    if (answers.length) localStorage.setItem(KEY, JSON.stringify(answers));
    else localStorage.removeItem(KEY);
    if (!line) return;
    line.hidden = answers.length === 0;
    line.textContent = answers.length === 1 ? line.dataset.one : line.dataset.more.replace("(n)", answers.length);
  }

  const send = (answer) =>
    fetch(answer.to, {
      method: "POST",
      body: new URLSearchParams(answer.fields),
      credentials: "same-origin",
      redirect: "follow",
      signal: AbortSignal.timeout(30000),
    });

  let sending = false;
  async function sendKept() {
    if (sending || !kept().length) return;
    sending = true;
    try {
      while (kept().length) {
        const [first, ...rest] = kept();
        const answer = await send(first);
        // What was not taken is kept and tried again; a link that is over says on its own page whom to ring.
        if (!answer.ok && answer.status !== 404 && answer.status !== 410) break;
        keep(rest);
        if (!rest.length) location.replace(answer.redirected ? answer.url : location.href);
      }
    } catch {
      // Still no signal.
    } finally {
      sending = false;
    }
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.closest("[data-keep]") || !window.fetch || !AbortSignal.timeout) return;
    event.preventDefault();
    const answer = { to: form.action, fields: [...new FormData(form, event.submitter)] };
    if (kept().length) {
      keep([...kept(), answer]);
      sendKept();
      return;
    }
    try {
      const shown = await send(answer);
      if (shown.redirected) location.replace(shown.url);
      else form.submit(); // the page has something to say about what was written
    } catch {
      keep([...kept(), answer]);
    }
  });

  // At the end of the day nobody's door stays on this phone.
  const made = new Date().toDateString();
  function forget() {
    if (new Date().toDateString() === made) return;
    document.querySelectorAll("[data-gone-tonight]").forEach((door) => door.remove());
  }

  keep(kept());
  addEventListener("online", sendKept);
  addEventListener("pageshow", () => { forget(); sendKept(); });
  document.addEventListener("visibilitychange", () => { forget(); sendKept(); });
  setInterval(() => { forget(); sendKept(); }, 10000);
})();
