// Builds what browsers load into src/kith/kit/static/kit/built. Run from the repository's root: npm run build
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const built = resolve(here, "../src/kith/kit/static/kit/built");
const modules = resolve(process.cwd(), "node_modules");
const sass = createRequire(join(modules, "_.js"))("sass");
const nhsuk = join(modules, "nhsuk-frontend/dist/nhsuk");
const letters = join(modules, "@fontsource-variable/atkinson-hyperlegible-next");

// nhsuk-frontend is drawn for left to right. Said as "start" and "end", the same sheet serves Arabic too.
function eitherWay(css) {
  const side = { left: "start", right: "end" };
  return css
    .replace(/(?<=[{;])(margin|padding|border)-(left|right)(?=[-:])/g, (_, box, to) => `${box}-inline-${side[to]}`)
    .replace(/(?<=[{;])(left|right):/g, (_, to) => `inset-inline-${side[to]}:`)
    .replace(/(?<=[{;])text-align:(left|right)/g, (_, to) => `text-align:${side[to]}`);
}

function drawn(sheet) {
  const { css } = sass.compile(join(here, `${sheet}.scss`), {
    loadPaths: [here, modules],
    quietDeps: true,
    style: "compressed",
  });
  const outside = css.match(/url\(["']?(https?:)?\/\/[^)]*\)/g);
  if (outside) throw new Error(`${sheet}.scss asks another site for ${outside.join(", ")}`);
  return [`${sheet}.css`, eitherWay(css)];
}

// All three before the old ones go: a slip in one leaves the site as it was.
const sheets = ["kith", "phone", "print"].map(drawn);

rmSync(built, { recursive: true, force: true });
for (const folder of ["", "images", "fonts"]) mkdirSync(join(built, folder), { recursive: true });
for (const [name, css] of sheets) writeFileSync(join(built, name), css);

copyFileSync(join(nhsuk, "nhsuk-frontend.min.js"), join(built, "nhsuk-frontend.min.js"));
for (const image of readdirSync(join(nhsuk, "assets/images"))) {
  if (/^nhsuk-icon-(arrow|cross)[a-z-]*\.svg$/.test(image)) {
    copyFileSync(join(nhsuk, "assets/images", image), join(built, "images", image));
  }
}
for (const face of readdirSync(join(letters, "files"))) {
  if (face.endsWith("-wght-normal.woff2")) copyFileSync(join(letters, "files", face), join(built, "fonts", face));
}
// The map one can move: two files that need nothing else, fetched by the map's page alone and only when asked for.
const map = join(modules, "maplibre-gl");
mkdirSync(join(built, "map"));
for (const file of ["maplibre-gl.mjs", "maplibre-gl-worker.mjs"]) {
  const words = readFileSync(join(map, "dist", file), "utf8");
  if (/^\s*import\b|\bfrom\s*["']\.\.?\//m.test(words)) throw new Error(`${file} asks for more files than are served`);
  writeFileSync(join(built, "map", file), words.replace(/^\/\/# sourceMappingURL=.*$/m, ""));
}
copyFileSync(join(map, "LICENSE.txt"), join(built, "map", "LICENSE"));
copyFileSync(join(letters, "LICENSE"), join(built, "fonts", "LICENSE"));
