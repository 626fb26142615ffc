// "Leave this page": one tap, or Esc twice, puts a dull page in the place of this one.
// It runs before the page is drawn, so that coming back by the Back button shows the dull page again.
// It cannot hide what the browser remembers; the page says so.
(function () {
  "use strict";
  const LEFT = "q";
  const SOON = 1500;
  let escaped = 0;

  function address() {
    const link = document.querySelector("[data-leave]");
    return link ? link.href : "/leave/";
  }

  function remember(left) {
    try {
      if (left) sessionStorage.setItem(LEFT, "1");
      else sessionStorage.removeItem(LEFT);
    } catch { /* storage is off: leaving works, only Back is not covered */ }
  }

  function hasLeft() {
    try { return sessionStorage.getItem(LEFT) === "1"; } catch { return false; }
  }

  function leave() {
    document.documentElement.hidden = true;
    remember(true);
    window.location.replace(address());
  }

  function guardTheWayBack(byHistory) {
    if (!hasLeft()) return;
    if (byHistory) leave();
    else remember(false);
  }

  const arrival = performance.getEntriesByType("navigation")[0];
  guardTheWayBack(Boolean(arrival) && arrival.type === "back_forward");
  window.addEventListener("pageshow", (event) => { if (event.persisted) guardTheWayBack(true); });

  document.addEventListener("click", (event) => {
    const tapped = event.target instanceof Element && event.target.closest("[data-leave]");
    if (!tapped) return;
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    if (event.timeStamp - escaped < SOON && escaped) leave();
    else escaped = event.timeStamp;
  });
})();
