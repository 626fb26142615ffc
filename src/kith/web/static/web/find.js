// Where the browser can, the place last opened stays readable without a connection.
if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register("/find/offline.js", { scope: "/find/" }).catch(() => {});
}
