// A box that belongs to some answers of another box only: data-only="kind=disaster|injury" (or "measure!=1|6").
// It is put away while the other box says otherwise, unless something stands in it. Without this file all boxes show.
const RULE = /^([\w-]+)(!?=)(.+)$/;

function fits(rule, form) {
  const [, name, sign, values] = RULE.exec(rule);
  const now = form.elements[name]?.value ?? "";
  const named = values.split("|").includes(now);
  return sign === "=" ? named : !named;
}

for (const form of document.querySelectorAll("form")) {
  const boxes = [...form.querySelectorAll("[data-only]")];
  const show = () => {
    for (const box of boxes) {
      const field = box.closest(".field");
      const filled = box.type === "radio" || box.type === "checkbox"
        ? [...field.querySelectorAll("input")].some((one) => one.checked) : box.value !== "";
      field.hidden = !fits(box.dataset.only, form) && !filled && !field.classList.contains("wrong");
    }
  };
  if (boxes.length) {
    form.addEventListener("change", show);
    show();
  }
}
