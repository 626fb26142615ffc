// A map one can move, over the drawing that is always there. Fetched only when somebody asks for it; it asks nobody
// but us: no tiles, no letters, no pictures from elsewhere.
const all = document.getElementById("moves");
const part = (name) => document.getElementById(`moves-${name}`);

function canDraw() {
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}

function colour(name) {
  return getComputedStyle(all).getPropertyValue(`--map-${name}`).trim();
}

function says(groups) {
  part("said").replaceChildren(...groups.map((one) => {
    const line = document.createElement("p");
    const link = document.createElement("a");
    link.href = one.url;
    link.textContent = one.name;
    line.dir = "auto";
    line.append(link, [one.where, one.when].filter(Boolean).map((words) => `. ${words}`).join(""));
    return line;
  }));
}

function sign(kind, feature) {
  const { name, number, groups } = feature.properties;
  const made = document.createElement(kind === "groups" ? "button" : "span");
  made.className = `kith-moves__${kind}`;
  made.textContent = kind === "groups" ? number : name;
  if (kind === "groups") {
    made.type = "button";
    made.setAttribute("aria-label", `${number}: ${groups.map((one) => one.name).join(", ")}`);
    made.addEventListener("click", () => says(groups));
  }
  return made;
}

async function open() {
  const [library, points] = await Promise.all([
    import(all.dataset.code),
    fetch(all.dataset.points).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status))),
  ]);
  library.setWorkerUrl(new URL(all.dataset.worker, location.href).href);
  part("map").hidden = false;
  // Where nobody gave the place's outline, nothing is known to be outside of it.
  const outlined = points.features.some((one) => one.properties.is === "outline");
  const map = new library.Map({
    container: part("map"),
    attributionControl: false,
    bounds: points.bbox,
    fitBoundsOptions: { padding: 24 },
    dragRotate: false,
    fadeDuration: 0,
    style: {
      version: 8,
      sources: { points: { type: "geojson", data: points } },
      layers: [
        { id: "sea", type: "background", paint: { "background-color": colour(outlined ? "sea" : "land") } },
        { id: "land", type: "fill", source: "points", filter: ["==", ["get", "is"], "outline"], paint: { "fill-color": colour("land") } },
        { id: "edge", type: "line", source: "points", filter: ["==", ["get", "is"], "outline"], paint: { "line-color": colour("edge"), "line-width": 1.5 } },
      ],
    },
  });
  map.touchZoomRotate.disableRotation();
  for (const feature of points.features) {
    const kind = feature.properties.is;
    if (kind === "outline") continue;
    const offset = kind === "town" ? [0, -26] : [0, 0];
    new library.Marker({ element: sign(kind, feature), offset }).setLngLat(feature.geometry.coordinates).addTo(map);
  }
  for (const button of part("map").querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => map.zoomTo(map.getZoom() + Number(button.dataset.zoom), { animate: !matchMedia("(prefers-reduced-motion: reduce)").matches }));
  }
  await map.once("load");
  document.getElementById("map-drawing").remove();
  part("weight").remove();
  part("map").dataset.ready = "yes";
}

if (all && canDraw()) {
  all.hidden = false;
  part("start").addEventListener("click", async () => {
    part("start").hidden = true;
    try {
      await open();
    } catch (problem) {
      console.warn(problem);
      part("map").hidden = true;
      part("problem").hidden = false;
    }
  });
}
