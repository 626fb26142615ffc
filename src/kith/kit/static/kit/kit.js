// Turns on what nhsuk-frontend adds to parts that already work without it, here and in what a swap puts in.
import {
  Button, CharacterCount, Checkboxes, ErrorSummary, Radios, SkipLink, createAll,
} from "./built/nhsuk-frontend.min.js";

const parts = [Button, CharacterCount, Checkboxes, ErrorSummary, Radios, SkipLink];

function wake(scope) {
  for (const part of parts) createAll(part, undefined, { scope });
}

wake(document);
document.addEventListener("htmx:afterSwap", (event) => wake(event.detail.target));
