// Saves a file that came with the page, once, and tells Python that it has it.

const handed = new Set();

export default function ({ data, setStateValue }) {
  const file = data.file;
  if (!file) return;
  if (!handed.has(file.id)) {
    handed.add(file.id);
    const bytes = Uint8Array.from(atob(file.content), (one) => one.charCodeAt(0));
    const address = URL.createObjectURL(new Blob([bytes], { type: file.mime }));
    const link = document.createElement("a");
    link.href = address;
    link.download = file.name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
  }
  setStateValue("handed", file.id);
}
