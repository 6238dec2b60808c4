// A signatory chosen: the line of power that this person usually signs with is written beside the name.

function power(select) {
  return select.selectedOptions[0]?.dataset.power ?? "";
}

for (const select of document.querySelectorAll("select[name=signatory]")) {
  const line = select.form?.elements.namedItem("signing_power");
  const office = select.form?.elements.namedItem("signatory_office");
  select.addEventListener("change", () => {
    if (line) line.value = power(select);
    if (office) office.value = "";
  });
}
