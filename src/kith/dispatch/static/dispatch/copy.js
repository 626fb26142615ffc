// A button that copies the words beneath it; without a script the words can be marked and copied by hand.
for (const words of document.querySelectorAll("textarea[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "kith-plain";
  button.textContent = words.dataset.copy;
  button.addEventListener("click", async () => {
    words.select();
    await navigator.clipboard?.writeText(words.value);
    button.textContent = words.dataset.copied;
  });
  words.closest("label").after(button);
}
