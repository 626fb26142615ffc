// Keeps the page of the place last opened, for when there is no connection. Never a search, never a single group.
const KEPT = "kith-place-1";
const STYLE = "STYLES";
const PLACE = /^\/find\/in\/[^/]+\/$/;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.add(STYLE)).then(() => self.skipWaiting()));
});

// The page that brought somebody here was opened before this could keep it: a poster's code leads there just once.
async function keepWhatIsOpen() {
  await self.clients.claim();
  for (const open of await self.clients.matchAll({ type: "window" })) {
    const address = new URL(open.url);
    if (PLACE.test(address.pathname) && !address.search) {
      await fresh(new Request(address.href, { credentials: "same-origin" }), true).catch(() => {});
    }
  }
}

self.addEventListener("activate", (event) => {
  event.waitUntil(keepWhatIsOpen());
});

async function fresh(request, place) {
  const answer = await fetch(request);
  if (answer.ok && place) {
    const cache = await caches.open(KEPT);
    for (const old of await cache.keys()) {
      if (PLACE.test(new URL(old.url).pathname)) await cache.delete(old);
    }
    await cache.put(request, answer.clone());
  }
  return answer;
}

async function kept(request) {
  const cache = await caches.open(KEPT);
  const same = await cache.match(request, { ignoreSearch: true });
  if (same) return same;
  const place = (await cache.keys()).find((one) => PLACE.test(new URL(one.url).pathname));
  return place ? cache.match(place) : Response.error();
}

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  const opened = event.request.mode === "navigate" && address.pathname.startsWith("/find/");
  if (!opened && address.pathname !== STYLE) return;
  const place = PLACE.test(address.pathname) && !address.search;
  event.respondWith(fresh(event.request, opened && place).catch(() => kept(event.request)));
});
