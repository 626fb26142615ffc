// Shows the questions of the kind that is chosen, open, and hides the others. Without a script all are there, folded.
const kinds = document.querySelectorAll("input[name=kind]");
const questions = document.querySelectorAll("[data-of-kind]");

function show() {
  const chosen = [...kinds].find((one) => one.checked)?.value;
  for (const part of questions) {
    part.hidden = part.dataset.ofKind !== chosen;
    part.open = !part.hidden;
  }
}

for (const one of kinds) one.addEventListener("change", show);
show();
