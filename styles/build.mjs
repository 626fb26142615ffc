// Builds what browsers load into src/kith/kit/static/kit/built. Run from the repository's root: npm run build
import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const built = resolve(here, "../src/kith/kit/static/kit/built");
const modules = resolve(process.cwd(), "node_modules");
const sass = createRequire(join(modules, "_.js"))("sass");
const nhsuk = join(modules, "nhsuk-frontend/dist/nhsuk");
const letters = join(modules, "@fontsource-variable/atkinson-hyperlegible-next");

rmSync(built, { recursive: true, force: true });
for (const folder of ["", "images", "fonts"]) mkdirSync(join(built, folder), { recursive: true });

for (const sheet of ["kith", "phone", "print"]) {
  const { css } = sass.compile(join(here, `${sheet}.scss`), {
    loadPaths: [here, modules],
    quietDeps: true,
    style: "compressed",
  });
  const outside = css.match(/url\(["']?(https?:)?\/\/[^)]*\)/g);
  if (outside) throw new Error(`${sheet}.scss asks another site for ${outside.join(", ")}`);
  writeFileSync(join(built, `${sheet}.css`), css);
}

copyFileSync(join(nhsuk, "nhsuk-frontend.min.js"), join(built, "nhsuk-frontend.min.js"));
for (const image of readdirSync(join(nhsuk, "assets/images"))) {
  if (/^nhsuk-icon-(arrow|cross)[a-z-]*\.svg$/.test(image)) {
    copyFileSync(join(nhsuk, "assets/images", image), join(built, "images", image));
  }
}
for (const face of readdirSync(join(letters, "files"))) {
  if (face.endsWith("-wght-normal.woff2")) copyFileSync(join(letters, "files", face), join(built, "fonts", face));
}
copyFileSync(join(letters, "LICENSE"), join(built, "fonts", "LICENSE"));
